// Hands a text or a picture made in the page to the reader as a file.

export function save(name: string, content: string | Blob, type: string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun to read it by the time of the next task but one.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
