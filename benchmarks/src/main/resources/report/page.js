'use strict';
const OURS = 'reactive-token';
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isOurs = subject => subject.startsWith(OURS);
const isFloor = subject => subject.includes('(floor)');
const number = value => {
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
};
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
};
const unique = list => [...new Set(list)];
const rows = (question, metric) => DATA.rows.filter(row => row.question === question && (!metric || row.metric === metric));
const short = subject => subject.replace(' (async over a blocking refresh)', '').replace('Mono.just + ', '+ ').replace(/^(reactive-token|Reactor Netty), /, '');

// A figure with its interval, if it was sampled often enough for one; counts have none.
const isCount = row => row.low === row.value && row.high === row.value;
const hasInterval = row => row.low != null && !isCount(row);
const interval = row => hasInterval(row) ? `${number(row.low)}–${number(row.high)}` : '';
const figure = row => hasInterval(row) ? `${number(row.value)} (${interval(row)})` : number(row.value);

// One colour for each subject, the same in every picture. reactive-token is green, floors are sand.
const PALETTE = ['#4c78d8', '#d9682b', '#9b59d0', '#c2a000', '#d6457f', '#2aa3b8', '#8c6d4f', '#6b8e23', '#7f8ea3', '#c04040', '#5f6fd0'];
const peers = unique(DATA.rows.map(row => row.subject)).filter(subject => !isOurs(subject) && !isFloor(subject));
const colour = subject => isOurs(subject) ? css('--ours') : isFloor(subject) ? css('--floor') : PALETTE[peers.indexOf(subject) % PALETTE.length];
const barColour = subject => isOurs(subject) ? css('--ours') : isFloor(subject) ? css('--floor') : css('--peer');

const charts = [];
const draw = (into, title, note, height, wide, config) => {
  const canvas = element('canvas', { role: 'img', 'aria-label': title });
  const frame = element('div', { class: 'frame', style: `height:${height}px` }, canvas);
  into.append(element('figure', wide ? { class: 'wide' } : {}, element('figcaption', {}, title, element('small', {}, note)), frame));
  const make = () => {
    Chart.defaults.color = css('--ink');
    Chart.defaults.borderColor = css('--line');
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    return new Chart(canvas, config());
  };
  const entry = { chart: make(), make };
  charts.push(entry);
};
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
  charts.forEach(entry => { entry.chart.destroy(); entry.chart = entry.make(); }));

const isPowerOfTen = value => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
const axis = (text, log, more = {}) => ({
  type: log ? 'logarithmic' : 'linear',
  title: { display: true, text },
  // on a log axis a line and a label for each power of ten, no more
  ...(log ? { afterBuildTicks: scale => { scale.ticks = scale.ticks.filter(tick => isPowerOfTen(tick.value)); } } : {}),
  ticks: { maxRotation: 0, autoSkip: !log, ...(log ? { callback: value => value >= 1 ? value.toLocaleString('en') : String(value) } : {}) },
  ...more,
});

// Whiskers from end to end of the interval; the value stands behind them: a log axis alone is hard to read.
const whiskers = {
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    const horizontal = chart.options.indexAxis === 'y';
    const scale = horizontal ? chart.scales.x : chart.scales.y;
    const [least, most] = horizontal ? [chartArea.left, chartArea.right] : [chartArea.top, chartArea.bottom];
    const pixel = value => Math.min(Math.max(scale.getPixelForValue(Math.max(value, scale.min)), least), most);
    ctx.save();
    ctx.lineWidth = 1.5;
    chart.data.datasets.forEach((set, index) => {
      if (!chart.isDatasetVisible(index)) return;
      chart.getDatasetMeta(index).data.forEach((point, i) => {
        const row = set.rows?.[i];
        if (!row) return;
        let end = horizontal ? Math.max(point.x, chartArea.left) : point.y;
        if (hasInterval(row)) {
          const [low, high] = [pixel(row.low), pixel(row.high)];
          const cap = horizontal ? 4 : 3;
          ctx.strokeStyle = horizontal ? css('--ink') : set.borderColor;
          ctx.beginPath();
          const line = (x1, y1, x2, y2) => { ctx.moveTo(x1, y1); ctx.lineTo(x2, y2); };
          if (horizontal) {
            line(low, point.y, high, point.y);
            [low, high].forEach(x => line(x, point.y - cap, x, point.y + cap));
            end = Math.max(end, high);
          } else {
            line(point.x, low, point.x, high);
            [low, high].forEach(y => line(point.x - cap, y, point.x + cap, y));
          }
          ctx.stroke();
        }
        if (horizontal) {
          ctx.fillStyle = css('--ink');
          ctx.font = `12px ${Chart.defaults.font.family}`;
          ctx.textBaseline = 'middle';
          ctx.fillText(number(row.value), end + 6, point.y);
        }
      });
    });
    ctx.restore();
  },
};
const bars = (into, title, note, list, unit, log) => {
  const sorted = [...list].sort((a, b) => a.value - b.value);
  const most = Math.max(...sorted.map(row => row.high ?? row.value));
  const least = Math.min(...sorted.map(row => row.value).filter(value => value > 0));
  draw(into, title, note, 60 + 26 * sorted.length, false, () => ({
    type: 'bar',
    data: {
      labels: sorted.map(row => short(row.subject)),
      datasets: [{
        rows: sorted,
        data: sorted.map(row => row.value),
        backgroundColor: sorted.map(row => barColour(row.whose ?? row.subject)),
        borderRadius: 3,
        barPercentage: 0.8,
      }],
    },
    options: {
      indexAxis: 'y', animation: false, maintainAspectRatio: false,
      layout: { padding: { right: 76 } },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: item => `${figure(sorted[item.dataIndex])} ${unit}` } } },
      scales: {
        x: axis(unit, log, log ? { min: Math.pow(10, Math.floor(Math.log10(least)) - (least === 1 ? 1 : 0)) } : { beginAtZero: true, suggestedMax: most }),
        y: { ticks: { autoSkip: false }, grid: { display: false } },
      },
    },
    plugins: [whiskers],
  }));
};
const lines = (into, title, note, sets, x, y, wide, more = {}) => draw(into, title, note, wide ? 440 : 360, wide, () => ({
  type: 'line',
  data: {
    datasets: sets().map(set => ({
      borderColor: colour(set.label), backgroundColor: colour(set.label),
      borderWidth: isOurs(set.label) ? 3.5 : 1.6, borderDash: isFloor(set.label) ? [5, 4] : [],
      order: isOurs(set.label) ? 0 : 1, pointRadius: wide ? 0 : 3, tension: 0, ...set,
    })),
  },
  options: {
    animation: false, maintainAspectRatio: false, parsing: false,
    interaction: { mode: 'nearest', intersect: false },
    plugins: {
      legend: { position: 'bottom', labels: { usePointStyle: true, pointStyle: 'line', boxWidth: 26, font: { size: 12 } } },
      tooltip: { callbacks: { label: item => `${item.dataset.label}: ${item.dataset.rows ? figure(item.dataset.rows[item.dataIndex]) : number(item.raw.y)}` } },
    },
    scales: { x, y }, ...more,
  },
  plugins: [whiskers],
}));

// Subjects are the rows, and figures with their circumstances the columns; the other way round where there are few subjects.
const table = (into, list) => {
  const text = value => typeof value === 'number' ? value.toLocaleString('en') : value;
  const names = unique(list.flatMap(row => Object.keys(row.params)));
  const varying = names.filter(name => unique(list.map(row => row.params[name])).length > 1);
  const column = row => {
    const where = varying.filter(name => name in row.params).map(name => `${name} ${text(row.params[name])}`);
    const unit = row.unit === '1' || row.unit === 'calls' ? '' : ` (${row.unit})`;
    return [row.metric, ...where].join(', ') + unit;
  };
  const columns = unique(list.map(column));
  const subjects = unique(list.map(row => row.subject));
  const version = subject => list.find(row => row.subject === subject).version;
  const kind = subject => isOurs(subject) ? 'ours' : isFloor(subject) ? 'floor' : '';
  const named = (tag, subject) => element(tag, { class: kind(subject) }, subject + ' ', element('small', {}, version(subject)));
  const cell = (subject, name) => {
    const row = list.find(one => one.subject === subject && column(one) === name);
    const between = row ? interval(row) : '';
    return element('td', { class: kind(subject) }, row ? number(row.value) : '', ...(between ? [element('small', {}, ` ${between}`)] : []));
  };
  const turned = columns.length > 2 * subjects.length;
  const [across, down] = turned ? [subjects, columns] : [columns, subjects];
  const head = element('tr', {}, element('th', {}), ...across.map(each => turned ? named('th', each) : element('th', {}, each)));
  const body = down.map(each => element('tr', {},
    turned ? element('td', {}, each) : named('td', each),
    ...across.map(other => turned ? cell(other, each) : cell(each, other))));
  into.append(element('div', { class: 'scroll' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...body))));
};
const by = (list, name, value) => list.filter(row => row.params[name] === value);

const LONG_ENOUGH = 6; // seconds: three lives
const UNNOTICED = 0.1; // ms: what is shorter is the noise of the machine

const QUESTIONS = {
  hit: ['A held token: what does one call cost?', 'Almost every call finds a token that is still good. Shorter is better. “+ one clock read” is what checking the time costs by itself on this machine.',
    into => {
      bars(into, 'Time of one call', 'ns of processor time, one thread, logarithmic', by(rows('hit', 'time'), 'threads', 1), 'ns', true);
      bars(into, 'Garbage of one call', 'bytes, one thread; logarithmic, those without any are left out', by(rows('hit', 'allocation'), 'threads', 1).filter(row => row.value >= 0.5), 'B', true);
    }],
  refresh: ['One refresh without network: what does it cost?', 'A caller finds the token expired and gets the next one from an endpoint that is a lambda. The floor is a pipeline of the same steps written by hand, in Mono.cacheInvalidateIf: without retry, circuit breaker, deadlines and the second clock. Shorter is better.',
    into => {
      bars(into, 'Time of one refresh', 'ns of processor time', rows('refresh', 'time'), 'ns', false);
      bars(into, 'Garbage of one refresh', 'bytes', rows('refresh', 'allocation'), 'B', false);
    }],
  crowd: ['A crowd that waits for one token: what does each caller cost?', 'A flat line means that a caller costs the same however many others wait; a rising one means that the crowd slows itself down. Subjects that would take too long are not tried with more.',
    into => {
      for (const [metric, unit] of [['time per waiter', 'ns'], ['bytes per waiter', 'B']]) {
        lines(into, metric === 'time per waiter' ? 'Time per waiter' : 'Garbage per waiter', `${unit}, against the number of callers who wait; both axes logarithmic`,
          () => unique(rows('crowd').map(row => row.subject)).map(subject => ({
            label: subject,
            rows: rows('crowd', metric).filter(row => row.subject === subject && row.value > 0),
          })).map(set => ({ ...set, data: set.rows.map(row => ({ x: row.params.waiters, y: row.value })) })),
          axis('callers who wait', true), axis(unit, true), false);
      }
    }],
  contention: ['Calls while the token is rejected again and again', 'Two threads call as fast as they can while a third one rejects the token every millisecond. A server that rejects everything should not be flooded with token requests.',
    into => {
      bars(into, 'Answered calls per second', 'two threads; longer is better', rows('contention', 'calls'), '1/s', true);
      bars(into, 'Token requests per second', 'what the token endpoint has to bear; shorter is better', rows('contention', 'token requests'), '1/s', true);
    }],
  rollover: ['Through expiry after expiry: who waits, and how long?', '2,000 calls a second, tokens that live for 2 s, and an endpoint that takes 300 ms. The dashed line is a token that never ends: what this machine does by itself.',
    into => {
      lines(into, 'The slowest 1 % of the calls, over time', 'wait in ms at the 99th percentile of each 50 ms; logarithmic, from 0.1 ms on. Every mountain is an expiry at which callers stood still',
        () => Object.entries(DATA.curves).map(([subject, points]) => ({
          label: subject,
          data: points.filter(point => point.at <= LONG_ENOUGH).map(point => ({ x: point.at, y: Math.max(point.p99, UNNOTICED) })),
        })),
        axis('seconds', false, { min: 0, ticks: { stepSize: 1 } }), axis('ms', true, { min: UNNOTICED }), true);
      bars(into, 'The longest wait', 'ms, logarithmic', rows('rollover', 'wait max'), 'ms', true);
      bars(into, 'Token requests for each life of a token', 'logarithmic; one is the least possible', rows('rollover', 'requests per life'), 'requests', true);
    }],
  outage: ['The endpoint fails, the token is still good: who notices?', 'For 1.8 of a token’s 3 seconds the endpoint answers 503. No call need fail, and few requests need reach the endpoint.',
    into => {
      bars(into, 'Failed calls', 'of 3,000', rows('outage', 'failed'), 'calls', false);
      bars(into, 'Token requests during the outage', 'what a struggling endpoint has to bear', rows('outage', 'requests during the outage'), 'requests', false);
    }],
  fetch: ['Fetching a token over the network', 'Refreshes per second over loopback, as a share of a bare POST whose answer is parsed. Longer is better.',
    into => {
      for (const lanes of [1, 32]) {
        bars(into, `${lanes} in flight`, 'share of the bare POST', by(rows('fetch', 'share of bare'), 'in flight', lanes), 'share', false);
      }
    }],
  keys: ['Very many sources: what does each one keep?', 'One source for each tenant or user: what it keeps beyond the text of its token, and how long it takes to find it by its key. A registry (TokenSources) shares one resilience among the sources of an endpoint.',
    into => {
      const RESILIENCE = { own: 'a resilience of its own', shared: 'sharing one', registry: 'sharing one, with key and place' };
      const renamed = (list, name) => list.map(row => ({ ...row, whose: row.subject, subject: name(row) }));
      bars(into, 'Heap of one source', 'bytes beyond the token', renamed(by(rows('keys', 'bytes per source beyond the token'), 'token length', 40), row => RESILIENCE[row.params.resilience]), 'B', false);
      bars(into, 'Finding one source', 'ns of processor time by its key, at random, by the number of sources; logarithmic', renamed(rows('keys', 'lookup'), row => `${row.params.sources.toLocaleString('en')}, ${isFloor(row.subject) ? row.subject.replace(' (floor)', '') : 'TokenSources'}`), 'ns', true);
    }],
  filter: ['A token on every request', '64 requests at once over loopback: what is left of the requests per second when each gets a token, as a share of the same client or proxy without. Longer is better.',
    into => {
      bars(into, 'WebClient', 'share of a fixed header', rows('filter', 'share of a fixed header'), 'share', false);
      bars(into, 'Reactor Netty', 'share of a fixed header', rows('filter', 'share of Reactor Netty with a fixed header'), 'share', false);
      bars(into, 'The sidecar', 'share of a bare proxy', rows('filter', 'share of a bare proxy'), 'share', false);
    }],
};

const environments = unique(Object.values(DATA.environments).map(each => `${each.machine}; ${each.jdk}`));
document.getElementById('where').textContent = environments.join(' · ');

const promises = document.getElementById('targets');
promises.append(element('h2', {}, 'What reactive-token must reach'), element('p', { class: 'why' }, DATA.method), element('div', { class: 'scroll' }, element('table', {},
  element('thead', {}, element('tr', {}, ...['question', 'what', 'promise', 'measured', '', 'measured beside it'].map((name, i) => element('th', i < 2 || i > 3 ? { class: 'text' } : {}, name)))),
  element('tbody', {}, ...DATA.targets.map(each => element('tr', {},
    element('td', { class: 'text' }, each.question), element('td', { class: 'text' }, each.what),
    element('td', {}, each.promise), element('td', {}, each.shown),
    element('td', { class: `verdict ${each.verdict.replace(' ', '-')}` }, each.verdict), element('td', { class: 'text note' }, each.note)))))));

for (const [question, [title, why, pictures]] of Object.entries(QUESTIONS)) {
  const list = rows(question);
  if (list.length === 0) continue;
  const section = element('section', { id: question }, element('h2', {}, title), element('p', { class: 'why' }, why));
  document.querySelector('main').append(section);
  const into = element('div', { class: 'charts' });
  section.append(into);
  pictures(into);
  table(section, list.filter(row => !/ ÷ | in turns/.test(row.metric)));
  const environment = DATA.environments[question];
  section.append(element('p', { class: 'when' }, `Measured on ${environment.date}, ${environment.form} form, machine load before it ${environment.loadBefore.toFixed(1)}.`));
}
