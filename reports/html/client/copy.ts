// A button that copies a command, beside each command.

export function addCopyButtons(): void {
  for (const command of document.querySelectorAll<HTMLElement>('.command')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      copy(command, button);
    });
    command.after(' ', button);
  }
}

/** Where the clipboard is out of reach, the text is selected instead. */
function copy(command: HTMLElement, button: HTMLButtonElement): void {
  navigator.clipboard.writeText(command.textContent).then(
    () => {
      button.textContent = 'Copied';
    },
    () => {
      getSelection()?.selectAllChildren(command);
      button.textContent = 'Selected';
    },
  );
}
