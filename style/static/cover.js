// Opens what lies over the page: a `palier-cover`, which holds a dialog. What may be put off stays away in this browser once it
// was, in every tab, under the name that it has; anything else opens again for as long as it is there.

const KEY = "palier-later";
const names = () => (localStorage.getItem(KEY) ?? "").split(" ");

function cover(dialog, name) {
  if (name && names().includes(name)) return;
  dialog.open = false;
  dialog.showModal();
  // Whoever goes to read it is not interrupted by it again meanwhile.
  dialog.onclick = ({ target }) => name && target.closest("a") && dialog.close();
  dialog.oncancel = (event) => name || event.preventDefault();
  dialog.onclose = () => {
    if (name) localStorage.setItem(KEY, [...new Set([...names(), name])].slice(-20).join(" "));
    else if (dialog.isConnected) dialog.showModal();
  };
}

customElements.define(
  "palier-cover",
  class extends HTMLElement {
    connectedCallback() {
      cover(this.firstElementChild, this.dataset.later);
    }
  },
);

addEventListener("storage", () => {
  for (const { dataset, firstElementChild } of document.querySelectorAll("palier-cover[data-later]")) {
    if (names().includes(dataset.later)) firstElementChild.close();
  }
});
