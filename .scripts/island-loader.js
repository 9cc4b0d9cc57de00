
// Starts the islands of this page, when the browser is idle and only if there are any.
// Every island's function is an export of this very module, named as its element says.
globalThis.__RESOLVED_RESOURCES ??= [];
globalThis.__SERIALIZED_ERRORS ??= [];
globalThis.__INCOMPLETE_CHUNKS ??= [];

async function startIslands() {
  const module = await import(import.meta.url);
  await module.default();
  module.hydrate();
  const owners = [];
  const visit = async (element) => {
    const holdsChildren = element.localName === "leptos-children";
    if (element.localName === "leptos-island") {
      owners.at(-1)?.();
      await module[element.dataset.component]?.(element);
    }
    if (holdsChildren) owners.push(element.$$on_hydrate);
    for (const child of [...element.children]) await visit(child);
    if (holdsChildren) owners.pop();
  };
  await visit(document.body);
  document.documentElement.dataset.islands = "ready";
}

if (document.querySelector("leptos-island")) {
  (globalThis.requestIdleCallback ?? setTimeout)(startIslands);
}
