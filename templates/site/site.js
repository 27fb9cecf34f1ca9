// The site is complete without this. It mends what a browser cannot do by itself.

// Opened from a disk, no server turns a folder into its page.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const address = new URL(link.href);
    if (address.protocol === "file:" && address.pathname.endsWith("/")) {
      address.pathname += "index.html";
      link.href = address.href;
    }
  }
  // Nor may a page then load what it searches with.
  document.querySelector(".from-disk")?.removeAttribute("hidden");
}

// A button that copies what a `pre` holds. Only pages that are served over HTTPS may.
if (navigator.clipboard) {
  for (const block of document.querySelectorAll("pre[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = block.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = block.dataset.copied;
      setTimeout(() => { button.textContent = block.dataset.copy; }, 2000);
    });
    block.before(button);
  }
}
