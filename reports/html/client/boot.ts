// What must happen before the page is seen for the first time: its theme, and room for what the script adds. Then the script itself.
import { decodeState } from '../../query/hash-state.ts';
import { rememberedTheme } from './remembered-theme.ts';
import { unpacked } from './unpack.ts';

const root = document.documentElement;
const theme = decodeState(location.hash).theme ?? rememberedTheme();
root.classList.add('script');
if (theme !== null) root.dataset['theme'] = theme;

/** After the first paint. The policy of the page names the digest of this code, so that it may run. */
requestAnimationFrame(() => setTimeout(start));

async function start(): Promise<void> {
  const code = await (await unpacked('code'))?.text();
  if (code === undefined) {
    // A browser that cannot unpack leaves no room for charts.
    root.classList.remove('script');
    return;
  }
  const script = document.createElement('script');
  script.textContent = code;
  document.body.append(script);
}
