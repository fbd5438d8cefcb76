// All plays behind the handshake, in the order in which they are played.
import { ending } from './ending.ts';
import { messages } from './messages.ts';
import type { Play } from './play.ts';
import { recording } from './recording.ts';
import { sliceGames } from './slice-games.ts';
import { slicePlaces } from './slice-places.ts';
import { sliceRounds } from './slice-rounds.ts';
import { stalling } from './stalling.ts';
import { transcript } from './transcript.ts';
import { unfinished } from './unfinished.ts';

export const PLAYS: readonly Play[] = [
  transcript,
  ...messages,
  recording,
  ...ending,
  ...unfinished,
  stalling,
  ...sliceGames,
  sliceRounds,
  ...slicePlaces,
];
