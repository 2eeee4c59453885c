/* Draws every [data-chart] figure from the specification beside it, in the variant that fits its box.
   The drawing library is fetched only when a chart comes near the screen. Colours are CSS variables, so a change of
   theme needs no second drawing. Expressions are interpreted, never evaluated: the page allows no eval. */
(() => {
  "use strict";
  const library = document.currentScript.dataset.vega;
  const charts = new Map();
  let loading;

  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = library;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));

  const tip = document.createElement("div");
  tip.className = "chart-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");

  /* A tooltip is the row's own words: the first field is its heading, the others are label and value. */
  const tooltip = (handler, event, item, value) => {
    if (!value || typeof value !== "object") {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren(
      ...Object.entries(value).filter(([, said]) => said).map(([label, said], i) => {
        const line = document.createElement(i ? "span" : "b");
        if (!i) line.textContent = said;
        else {
          const [left, right] = [document.createElement("span"), document.createElement("strong")];
          left.textContent = label;
          right.textContent = said;
          line.append(left, right);
        }
        return line;
      }),
    );
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + height + 22 > innerHeight ? event.clientY - height - 10 : event.clientY + 14}px`;
  };

  const draw = async (figure) => {
    const chart = charts.get(figure);
    const width = Math.floor(chart.plot.clientWidth);
    if (!width || width === chart.width) return;
    chart.width = width;
    const variant = width < chart.data.narrowBelow ? chart.data.narrow : chart.data.wide;
    try {
      await load();
      chart.view?.finalize();
      const spec = { ...variant, width, datasets: chart.data.datasets };
      const made = await window.vegaEmbed(chart.plot, spec, {
        mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip,
      });
      chart.view = made.view;
      /* The box is the image and carries its words; the drawing's parts would only be read out one by one. */
      chart.plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
      figure.dataset.drawn = variant === chart.data.wide ? "wide" : "narrow";
    } catch (error) {
      const words = document.createElement("p");
      words.className = "chart-failed";
      words.textContent = "The chart could not be drawn here. Its table, below, has every figure.";
      chart.plot.replaceChildren(words);
      figure.dataset.drawn = "failed";
      console.error(error);
    }
  };

  let wait;
  const resized = new ResizeObserver((entries) => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      for (const [figure, chart] of charts) {
        if (!figure.isConnected) {
          chart.view?.finalize();
          charts.delete(figure);
        } else if (chart.seen) draw(figure);
      }
    }, entries.length ? 120 : 0);
  });
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        charts.get(target).seen = true;
        resized.observe(charts.get(target).plot);
        draw(target);
      }
    },
    { rootMargin: "600px" },
  );

  const find = (root) => {
    for (const figure of root.querySelectorAll("[data-chart]")) {
      if (charts.has(figure)) continue;
      const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
      /* A page that htmx swaps in is read as if without script: its noscript holds a picture, and that hides the plot. */
      figure.querySelector("noscript")?.remove();
      charts.set(figure, { data, plot: figure.querySelector(".chart-plot"), width: 0, seen: false });
      near.observe(figure);
    }
  };
  const all = () => {
    for (const [figure, chart] of charts) {
      chart.seen = true;
      draw(figure);
    }
  };

  find(document);
  document.addEventListener("htmx:afterSettle", () => find(document));
  document.addEventListener("scroll", () => (tip.hidden = true), { passive: true });
  window.matchMedia("print").addEventListener("change", all);
  window.addEventListener("beforeprint", all);
})();
