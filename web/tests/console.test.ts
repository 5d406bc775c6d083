import { describe, expect, it } from 'vitest';
import { entries } from '../shared/catalogue';
import { firstIncident, holdsReplaced, linkState, patientSees, summarise, terminalState } from '../console/summary';
import { ToPage } from '../shared/generated/schema/console';
import { speech } from '../shared/languages';

const say = speech('en');
const good = {
  serial: 'OM-0001',
  link: 'connected',
  reader_state: 'ready',
  page_connected: true,
  face_camera: true,
  card_face_camera: true,
};

function summary(state: object) {
  const parsed = ToPage.fromJSON({ state: { national: { state: 'connected' }, terminals: [good], ...state } }).state;
  return summarise(parsed, true, say);
}

describe('Summary', () => {
  it('of a counter where all works is good', () => {
    expect(summary({}).light).toBe('good');
  });

  it('with somebody checking in stays good', () => {
    const { light, text } = summary({ terminals: [{ ...good, visit: { id: 'v', outcome: 'running' } }] });
    expect([light, text]).toEqual(['good', say.say('console.summary.visit')]);
  });

  it('without word from the program is repairing', () => {
    expect(summarise(undefined, true, say).light).toBe('repairing');
    expect(summarise(ToPage.fromJSON({ state: {} }).state, false, say).light).toBe('repairing');
  });

  it.each([
    ['a lost terminal', { terminals: [{ ...good, link: 'lost' }] }, 'attention', 'OM-0001 is not connected'],
    ['a refused terminal', { terminals: [{ ...good, link: 'refused:version' }] }, 'attention', 'refuses'],
    ['a missing reader', { terminals: [{ ...good, reader_state: 'missing' }] }, 'attention', 'card reader'],
    ['a card service that is off', { terminals: [{ ...good, reader_state: 'service_missing' }] }, 'repairing', 'card service'],
    ['no page on the terminal', { terminals: [{ ...good, page_connected: false }] }, 'repairing', 'screen'],
    ['no face camera', { terminals: [{ ...good, face_camera: false }] }, 'attention', 'face camera'],
    ['a locked login', { national: { state: 'login_locked' } }, 'attention', '30 minutes'],
    ['a login that goes on', { national: { state: 'connecting' } }, 'repairing', 'Connecting'],
    ['results that wait', { output: { waiting: 2 } }, 'attention', '2'],
    ['no terminal', { terminals: [] }, 'attention', 'No terminal'],
    ['a found terminal', { terminals: [], found: [{ serial: 'X', state: 'found' }] }, 'attention', 'found'],
  ])('with %s tells it', (_what, state, light, part) => {
    const told = summary(state);
    expect(told.light).toBe(light);
    expect(told.text).toContain(part);
  });

  it('with somebody waiting for staff tells that first', () => {
    const told = summary({
      national: { state: 'login_locked' },
      terminals: [{ ...good, screen: { id: 'staff_call', params: { by: 'mode' } } }],
    });
    expect(told.text).toContain('is waiting for staff');
  });

  it('with a national failure that is new to the catalogue still names a step', () => {
    expect(summary({ national: { state: 'something_new' } }).text.length).toBeGreaterThan(40);
  });
});

describe('Incidents', () => {
  const [entry] = entries;
  const incident = (state: string, more: object = {}) => ({ number: `N-${state}`, row: entry?.row ?? '', state, severity: 'blocks', terminal: 'OM-0001', ...more });

  it('that need a person come before those that the machine is at, in the order of the program', () => {
    const parsed = ToPage.fromJSON({ state: { incidents: [incident('looking'), incident('repairing'), incident('needs_you', { number: 'A' }), incident('needs_you', { number: 'B' })] } }).state;
    expect(firstIncident(parsed?.incidents ?? [])?.number).toBe('A');
  });

  it('that are over count for nothing', () => {
    expect(summary({ incidents: [incident('over', { ended: '2026-11-22T09:00:00+09:00' })] }).light).toBe('good');
  });

  it('that need a person are told with the next step', () => {
    const told = summary({ incidents: [incident('needs_you', { next: { kind: 'question', id: 'person.card_in_sleeve' } })] });
    expect([told.light, told.text.includes('Is the card still in a sleeve or case?')]).toEqual(['attention', true]);
  });

  it('that are repaired are told with the seconds left', () => {
    const told = summary({ incidents: [incident('repairing', { repair: { remedy: 'x', seconds_left: 7 } })] });
    expect([told.light, told.seconds]).toEqual(['repairing', 7]);
  });

  it('with a code that is new to the page still name it', () => {
    expect(summary({ incidents: [incident('needs_you', { row: 'Z99', code: '777', detail: '0x1' })] }).text).toContain('777 / 0x1');
  });

  it('name the terminal only where there are several', () => {
    const incidents = [incident('needs_you')];
    expect(summary({ incidents }).text).not.toContain('OM-0001');
    expect(summary({ incidents, terminals: [good, { ...good, serial: 'OM-0002' }] }).text).toContain('OM-0001');
  });
});

describe('The picture of a terminal', () => {
  const state = (terminal: object, incidents: object[] = []) => {
    const parsed = ToPage.fromJSON({ state: { terminals: [{ ...good, ...terminal }], incidents } }).state;
    const [one] = parsed?.terminals ?? [];
    if (one === undefined || parsed === undefined) throw new Error('no terminal');
    return terminalState(one, parsed.incidents);
  };

  it.each([
    ['ready', {}, []],
    ['running', { visit: { id: 'v', outcome: 'running' } }, []],
    ['stopped', { stopped: true }, []],
    ['connecting', { screen: { id: 'waiting' } }, []],
    ['away', { link: 'lost' }, []],
    ['needs_you', { screen: { id: 'staff_call' } }, []],
    ['needs_you', { link: 'lost' }, [{ terminal: 'OM-0001', state: 'needs_you', severity: 'blocks' }]],
    ['repairing', {}, [{ terminal: '', state: 'repairing', severity: 'blocks' }]],
    ['ready', {}, [{ terminal: 'OM-0002', state: 'needs_you', severity: 'blocks' }]],
    ['ready', {}, [{ terminal: 'OM-0001', state: 'needs_you', severity: 'warns' }]],
    ['ready', {}, [{ terminal: 'OM-0001', state: 'over', severity: 'blocks', ended: 'x' }]],
  ])('is %s for %o with %o', (wanted, terminal, incidents) => {
    expect(state(terminal, incidents)).toBe(wanted);
  });
});

describe('What the patient sees', () => {
  it.each([
    ['pin', {}, 'screens.pin.title'],
    ['card_face', {}, 'screens.card_face.reading.title'],
    ['face', {}, 'screens.face.none.title'],
    ['waiting', { for: 'host' }, 'screens.waiting.host.title'],
    ['take_card', { outcome: 'kept', validity: '1' }, 'screens.take_card.kept.title'],
    ['take_card', { outcome: 'delivered', validity: '4' }, 'validity.4.patient'],
    ['cancelled', {}, 'screens.cancelled.title'],
    ['cancelled', { why: 'time' }, 'screens.cancelled.time.title'],
    ['cancelled', { why: 'moved' }, 'screens.cancelled.moved.title'],
    ['moved', {}, 'screens.moved.title'],
  ] as const)('on %s with %o is told by %s', (id, params, key) => {
    expect(patientSees(say, { id, params: { ...params } })).toBe(say.say(key));
  });

  it('on a trouble is what is the matter', () => {
    expect(patientSees(say, { id: 'trouble', params: { reason: 'national_outage' } })).toBe('The national system is down at the moment');
  });

  it('on a screen that is new to the page is its id', () => {
    expect(patientSees(say, { id: 'novel', params: {} })).toBe('novel');
  });

  it('without a screen is a dash', () => {
    expect(patientSees(say, undefined)).toBe('—');
  });
});

describe('Names and links', () => {
  it('with a replaced character are known', () => {
    expect([holdsReplaced('見本　●城'), holdsReplaced('見本　葛城')]).toEqual([true, false]);
  });

  it('that are refused or lost are told apart', () => {
    expect([linkState('connected'), linkState('refused:version'), linkState('lost'), linkState('')]).toEqual(['connected', 'refused', 'lost', 'lost']);
  });
});
