/**
 * Whether the page gives an element its height, or the element takes the height of what is in it.
 * @param {HTMLElement} element
 */
export function hasFixedHeight(element) {
  const probe = document.createElement("div");
  probe.style.blockSize = "5000px";
  element.append(probe);
  const height = element.clientHeight;
  probe.remove();
  return height > 80 && height < 4000;
}
