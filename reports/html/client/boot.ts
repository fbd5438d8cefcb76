// What must happen before the page is seen for the first time: its theme, and room for what the script adds.
import { decodeState } from '../../query/hash-state.ts';
import { rememberedTheme } from './remembered-theme.ts';

const root = document.documentElement;
const theme = decodeState(location.hash).theme ?? rememberedTheme();
root.classList.add('script');
if (theme !== null) root.dataset['theme'] = theme;
