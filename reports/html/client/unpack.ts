// Unpacks what the page carries as base64 of gzip.

/** Null: this browser cannot inflate. */
export async function unpacked(id: string): Promise<Response | null> {
  if (!('DecompressionStream' in globalThis)) return null;
  const packed = Uint8Array.from(atob(document.getElementById(id)?.textContent.trim() ?? ''), (letter) =>
    letter.charCodeAt(0),
  );
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')));
}
