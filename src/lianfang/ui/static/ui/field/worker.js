/* Keeps the field's pages and what they load, so that they open without a network. It never answers for what is sent:
   records wait in the page's own queue. */

const PAGES = "field-pages", PARTS = "field-parts", PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
    const asked = new URL(event.request.url);
    if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
    if (event.request.mode === "navigate") event.respondWith(page(event.request));
    else if (asked.pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

/* The page as it is now; where the server can't be reached, the page as it was kept. */
async function page(request) {
    const kept = await caches.open(PAGES);
    try {
        const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
        if (answer.status === 200 && !answer.redirected) await kept.put(request, answer.clone());
        if (answer.status < 500) return answer;
    } catch { /* no network: what was kept is shown instead */ }
    return (await kept.match(request)) ?? (await kept.match(request, { ignoreSearch: true })) ?? absent();
}

/* A part at once as it was kept, and anew for the next time. */
async function part(request) {
    const kept = await caches.open(PARTS);
    const known = await kept.match(request);
    const fetched = fetch(request).then(async (answer) => {
        if (answer.ok) await kept.put(request, answer.clone());
        return answer;
    });
    if (!known) return fetched;
    fetched.catch(() => undefined);  // without a network the part stays as it was kept
    return known;
}

function absent() {
    const text = "现在没有网络，这部手机上也没有保存你的清单。请到有网络的地方打开一次。 / No network, and no list of yours is kept on this phone. Open this page once where there is a network.";
    return new Response(text, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
