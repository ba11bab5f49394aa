'use strict';
// Shows the pictures of a view: who looks, and what the slicers are set to.
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('data').textContent), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const data = JSON.parse(await new Response(stream).text());
  const viewer = document.getElementById('viewer');
  const chosen = data.slicers.map(() => 0);
  const all = selector => [...document.querySelectorAll(selector)];

  const offer = () => data.slicers.forEach((slicer, at) => {
    const own = slicer.offered[viewer.value];
    if (!own.includes(chosen[at] - 1)) chosen[at] = 0;
    for (const select of all(`select[data-slicer="${at}"]`)) {
      select.replaceChildren(...[-1, ...own].map(value => new Option(value < 0 ? 'All' : slicer.values[value], value + 1)));
      select.value = chosen[at];
    }
  });

  const show = () => {
    for (const page of data.pages) {
      const place = page.slicers.reduce((place, at) => place * (data.slicers[at].values.length + 1) + chosen[at], +viewer.value);
      for (const visual of page.visuals) {
        const tile = document.getElementById('v' + visual.id);
        const title = tile.querySelector('h2');
        if (title) title.textContent = data.titles[visual.t[place]] ?? '';
        tile.querySelector('.body').innerHTML = data.pool[visual.b[place]] ?? '';
      }
    }
    all('select[data-slicer]').forEach(select => { select.value = chosen[select.dataset.slicer]; });
  };

  const open = id => {
    all('[data-page]').forEach(element => element.classList.toggle('on', element.dataset.page === id));
    fit();
  };

  const fit = () => {
    const section = document.querySelector('section.on');
    if (!section) return;
    const scale = Math.min((window.innerWidth - 24) / parseFloat(section.style.width), 1.6);
    section.style.transform = `scale(${scale})`;
    section.parentElement.style.height = parseFloat(section.style.height) * scale + 'px';
  };

  document.addEventListener('change', ({ target }) => {
    if (target.dataset.slicer) chosen[target.dataset.slicer] = +target.value;
    if (target === viewer) offer();
    show();
  });
  document.addEventListener('click', ({ target }) => {
    if (target.matches('nav button')) open(target.dataset.page);
    if ('clear' in target.dataset) { chosen.fill(0); show(); }
    for (const [id, shown] of data.bookmarks[target.dataset.bookmark] ?? []) {
      document.getElementById('v' + id).style.display = shown ? '' : 'none';
    }
  });
  window.addEventListener('resize', fit);
  document.documentElement.classList.add('js');
  offer();
  show();
  open(decodeURIComponent(location.hash.slice(1)) || data.pages[0].id);
})();
