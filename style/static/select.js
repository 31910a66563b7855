// Takes the passage that is selected in an instruction along to the page where it is flagged.

document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const link = document.querySelector('a[href*="/flag?"]');
  const passage = `${chosen}`.trim();
  if (!link || !passage || !chosen.anchorNode?.parentElement?.closest(".prose")) return;
  const to = new URL(link.href);
  to.searchParams.set("passage", [...passage].slice(0, 500).join(""));
  link.href = to.href;
});
