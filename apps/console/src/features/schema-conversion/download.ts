/** Sends the browser to a file; it stays on the page, as the answer is an attachment. */
export function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
