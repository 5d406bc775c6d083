// States of console and bench as the programs would send them. Everybody in them is fictitious.

// A name as a chip's picture would show it, drawn here.
const namePicture = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="48" viewBox="0 0 300 48"><text x="4" y="36" font-size="34" font-family="Noto Sans CJK JP">見本　葛󠄀城</text></svg>',
).toString('base64')}`;

export const base = {
  clinic_name: '見本クリニック',
  institution_code: '1310000001',
  environment: 'verification',
  version: '0.1.0',
  time: '2026-11-22T09:41:20+09:00',
  national: { state: 'connected', mode: 'unattended', face_security_level: 3, login_name: 'F099000001' },
  output: { folder: '/var/lib/omote/face', waiting: 0 },
  terminals: [],
  found: [],
  last_visits: [],
};

export const terminal = {
  serial: 'OM-0001',
  address: '127.0.0.1:47110',
  link: 'connected',
  software: '0.1.0',
  reader: 'Omote Virtual Reader 00 00',
  reader_state: 'ready',
  visit_state: 'Ready',
  screen: { id: 'ready', revision: 4, params: {}, actions: [] },
  page_connected: true,
  face_camera: true,
  card_face_camera: true,
  link_latency_us: 480,
};

const step = (name, ms, took_ms) => ({ name, ms, took_ms });

export const running = {
  id: '01JDX4M8Q2',
  terminal: 'OM-0001',
  began: '2026-11-22T09:40:58+09:00',
  way: 'pin',
  outcome: 'running',
  steps: [step('card', 320, 320), step('card_face', 910, 590), step('pin', 14200, 410)],
};

export const visits = [
  {
    id: '01JDX4K1AB',
    began: '2026-11-22T09:36:04+09:00',
    way: 'face',
    outcome: 'delivered',
    steps: [step('card', 310, 310), step('face', 7200, 5100), step('eligibility', 7460, 200), step('written', 7510, 12)],
    file: '/var/lib/omote/face/OQSsiquc01res_1310000001_20261122093611000.xml',
    apdus: 14,
    total_ms: 12400,
    human_ms: 11200,
    person: { name: '見本　太郎', kana: 'ミホン　タロウ', birth: '19850412', validity: '1', insurer: '見本健康保険組合' },
  },
  {
    id: '01JDX4J9CD',
    began: '2026-11-22T09:28:41+09:00',
    way: 'staff',
    outcome: 'delivered',
    steps: [step('card', 300, 300)],
    total_ms: 30200,
    human_ms: 28800,
    apdus: 9,
    person: { name: '見本　●城', kana: 'ミホン　カツラギ', birth: '1950-02-03', validity: '1', insurer: '見本広域連合', name_picture: namePicture },
  },
  {
    id: '01JDX4H3EF',
    began: '2026-11-22T09:21:10+09:00',
    way: 'pin',
    outcome: 'delivered',
    total_ms: 15000,
    human_ms: 13900,
    apdus: 11,
    steps: [],
    person: { name: '見本　花子', kana: 'ミホン　ハナコ', birth: '19480815', validity: '3', insurer: '見本広域連合' },
  },
  {
    id: '01JDX4G7GH',
    began: '2026-11-22T09:15:02+09:00',
    way: 'face',
    outcome: 'failed',
    code: '011',
    detail: '0x81000008',
    reason: 'national_time_out',
    steps: [step('card', 305, 305)],
    total_ms: 21000,
    human_ms: 9000,
    apdus: 14,
  },
  { id: '01JDX4F2JK', began: '2026-11-22T09:10:30+09:00', way: '', outcome: 'cancelled', steps: [], total_ms: 8000, human_ms: 7800, apdus: 4 },
];

export const consoleExamples = [
  { name: 'fresh', state: base },
  {
    name: 'pairing',
    state: {
      ...base,
      found: [
        { serial: 'OM-0001', address: '127.0.0.1:47110', state: 'comparing', pairing_number: '482913' },
        { serial: 'OM-0002', address: '127.0.0.1:47112', state: 'found', pairing_number: '' },
        { serial: 'OM-0003', address: '127.0.0.1:47113', state: 'confirmed_here', pairing_number: '555222' },
        { serial: 'OM-0004', address: '127.0.0.1:47114', state: 'failed', pairing_number: '' },
      ],
    },
  },
  { name: 'good', state: { ...base, terminals: [terminal], last_visits: visits } },
  {
    name: 'visit',
    state: {
      ...base,
      environment: 'production',
      terminals: [
        {
          ...terminal,
          reader_state: 'card',
          visit_state: 'Pin',
          screen: { id: 'pin', revision: 9, params: { tries_left: '2', wrong: 'yes' }, actions: ['enter', 'face', 'staff', 'cancel'] },
          visit: running,
        },
        { ...terminal, serial: 'OM-0002' },
      ],
      last_visits: visits.slice(0, 2),
    },
    act: async (page) => page.click('.running .sure button, .running .visit-actions > button:last-child'),
  },
  {
    name: 'staff_wanted',
    state: {
      ...base,
      national: { ...base.national, mode: 'staff_confirmation' },
      terminals: [
        {
          ...terminal,
          reader_state: 'card',
          visit_state: 'Staff',
          screen: { id: 'staff_call', revision: 9, params: { by: 'mode', wrong: 'no' }, actions: ['cancel'] },
          visit: { ...running, way: 'staff' },
        },
      ],
      last_visits: visits.slice(2, 4),
    },
  },
  {
    name: 'staff_wanted_folder',
    state: {
      ...base,
      national: { ...base.national, mode: 'staff_confirmation', way: 'folder' },
      terminals: [
        {
          ...terminal,
          reader_state: 'card',
          visit_state: 'Staff',
          screen: { id: 'staff_call', revision: 9, params: { by: 'mode', wrong: 'no' }, actions: ['cancel'] },
          visit: { ...running, way: 'staff' },
        },
      ],
      last_visits: visits.slice(2, 4),
    },
  },
  {
    name: 'trouble',
    state: {
      ...base,
      national: { ...base.national, state: 'login_locked' },
      output: { ...base.output, waiting: 3 },
      terminals: [
        { ...terminal, screen: { id: 'waiting', revision: 3, params: { for: 'national', reason: 'login_locked' }, actions: [] } },
        { ...terminal, serial: 'OM-0002', link: 'lost', screen: undefined, page_connected: false },
        { ...terminal, serial: 'OM-0003', reader_state: 'missing', face_camera: false },
      ],
      last_visits: visits.slice(3),
    },
    act: async (page) => page.click('.terminal:first-child summary'),
  },
];

const persona = (id, name, kana, birth, ja, en, pin) => ({
  id,
  name,
  kana,
  birth,
  description_ja: ja,
  description_en: en,
  pin: pin ?? '',
  pin_set: pin !== undefined,
});

const counter = {
  id: '1',
  card: '',
  side: 'front',
  rotation: 0,
  sleeve: false,
  person: 'adult',
  presentation: 'live',
  distance_cm: 40,
  light: 1,
  mask: false,
  glasses: false,
  timing: 'full',
  reader_plugged: true,
  head: 'straight',
  follows: true,
};

const bench = {
  personas: [
    persona('adult', '見本　太郎', 'ミホン　タロウ', '19850412', 'ふつうの大人。顔と暗証番号が使えます。', 'A plain adult: face and PIN both work.', '1234'),
    persona('senior', '見本　梅子', 'ミホン　ウメコ', '19480815', '75歳以上の方。', 'Over 75.', '5678'),
    persona('no_pin', '見本　次郎', 'ミホン　ジロウ', '19400101', '暗証番号のないカード。', 'A card without PIN.'),
  ],
  counters: [counter],
  apdus: [],
  requests: [],
  files: [],
  kiosk_url: 'http://127.0.0.1:8001/',
  console_url: 'http://127.0.0.1:8002/',
};

const fault = (id, group, title_ja, title_en, more = {}) => ({ id, group, title_ja, title_en, scenarios: [], not_here: '', ...more });
const faultKinds = [
  fault('card_silent', 'card', 'カードが返事をしない', 'The card does not answer', { scenarios: ['E02-card-silent'] }),
  fault('card_other', 'card', 'マイナンバーカードではない', 'It is not a My Number card'),
  fault('reader_out', 'reader', '読み取り機を抜く', 'The reader is pulled out'),
  fault('link_cut', 'link', '端末との接続を切る', 'The link to the terminal is cut'),
  fault('lan_out', 'network', 'LANケーブルを抜く', 'The LAN cable is pulled out', { not_here: 'own_world', scenarios: ['E07-lan-cable'] }),
  fault('login_locked', 'national', 'ログインを止める（ロック）', 'The login is locked'),
  fault('folder_full', 'output', 'フォルダーがいっぱい', 'The folder is full', { not_here: 'own_world' }),
];

export const benchExamples = [
  {
    name: 'faults',
    state: {
      ...bench,
      fault_kinds: faultKinds,
      faults: [
        { id: 'card_silent', fired: 2, since: '2026-11-22T09:40:02+09:00' },
        { id: 'login_locked', fired: 0, since: '2026-11-22T09:40:08+09:00' },
      ],
    },
    act: async (page) => {
      for (const summary of await page.locator('[data-group] summary').all()) await summary.click();
    },
  },
  { name: 'empty', state: bench },
  {
    name: 'busy',
    state: {
      ...bench,
      counters: [{ ...counter, card: 'senior', sleeve: true, person: 'adult', presentation: 'print', mask: true }],
      apdus: [
        { number: 1, counter: '1', command: '00A4040C0AD392F000260100000001', answer: '9000', meaning: 'SELECT JPKI AP', took_us: 420 },
        { number: 2, counter: '1', command: '00A4020C020018', answer: '9000', meaning: 'SELECT EF 0018 (PIN)', took_us: 380 },
        { number: 3, counter: '1', command: '00200080', answer: '63C3', meaning: 'VERIFY: tries left 3', took_us: 350 },
        { number: 4, counter: '1', command: '00B0000000', answer: `${'3082'.repeat(120)}9000`, meaning: 'READ BINARY certificate', took_us: 12800 },
        { number: 5, counter: '1', command: '0020008004XXXXXXXX', answer: '9000', meaning: 'VERIFY PIN (masked)', took_us: 900 },
      ],
      requests: [
        { number: 1, time: '2026-11-22T09:40:02+09:00', path: '/v1/login', status: 200, summary: 'F099000001', took_ms: 12 },
        { number: 2, time: '2026-11-22T09:40:20+09:00', path: '/v1/visits/01JDX/identify', status: 200, summary: 'face, registered', took_ms: 18 },
        { number: 3, time: '2026-11-22T09:40:21+09:00', path: '/v1/visits/01JDX/eligibility', status: 503, summary: 'outage', took_ms: 3 },
      ],
      files: [
        {
          name: 'OQSsiquc01res_1310000001_20261122093611000.xml',
          encoding: 'CP932',
          summary: '見本　太郎 1985-04-12 有効',
          contents: '<?xml version="1.0" encoding="Shift_JIS"?>\n<XmlMsg>\n  <MessageHeader>…</MessageHeader>\n</XmlMsg>',
          time: '2026-11-22T09:36:11+09:00',
        },
      ],
    },
    act: async (page) => page.click('.files summary'),
  },
];
