import { describe, expect, it } from 'vitest';
import { firstState, type KioskEvent, type KioskState, listParam, parseAnswers, parseMessage, reduce, secondsLeft, writeAnswers } from '../kiosk/state';

function message(json: unknown, atMs = 0): KioskEvent {
  const parsed = parseMessage(json);
  if (parsed === undefined) throw new Error('not a message');
  return { kind: 'message', message: parsed, atMs };
}

function after(events: KioskEvent[], from: KioskState = { ...firstState(), connected: true, everConnected: true }): KioskState {
  return events.reduce(reduce, from);
}

const settings = (languages: string[]) => message({ settings: { clinic_name: '見本クリニック', languages, version: '0.1.0' } });
const screen = (id: string, revision: number, more: object = {}) => message({ screen: { id, revision, ...more } });

describe('Kiosk state', () => {
  it('with a message that omits empty fields, has them empty', () => {
    const state = after([screen('ready', 1)]);
    expect(state.screen).toEqual({ id: 'ready', revision: 1, params: {}, actions: [], seconds_left: 0 });
  });

  it('with news of an earlier screen, keeps what it has', () => {
    const state = after([screen('face', 7), message({ live: { revision: 6, face_hint: 'too_near' } })]);
    expect(state.live.face_hint).toBe('');
  });

  it('with news of its screen, shows it', () => {
    const state = after([screen('face', 7), message({ live: { revision: 7, face_hint: 'too_near', face_progress: 0.5 } })]);
    expect([state.live.face_hint, state.live.face_progress]).toEqual(['too_near', 0.5]);
  });

  it('with a new screen, forgets the guidance of the one before', () => {
    const state = after([screen('face', 7), message({ live: { revision: 7, face_hint: 'mask' } }), screen('pin', 8)]);
    expect(state.live.face_hint).toBe('');
  });

  it('when the terminal is lost, shows nothing that may be untrue', () => {
    const state = after([screen('pin', 3), { kind: 'touched', revision: 3 }, { kind: 'lost' }]);
    expect([state.screen, state.connected, state.touched]).toEqual([undefined, false, -1]);
  });

  it('takes the first language of the settings at the start', () => {
    expect(after([settings(['en', 'ja'])]).language).toBe('en');
  });

  it('keeps the chosen language when the settings come again', () => {
    expect(after([settings(['ja', 'en']), { kind: 'language', language: 'en' }, settings(['ja', 'en'])]).language).toBe('en');
  });

  it('keeps the language chosen before the card into the visit', () => {
    const state = after([settings(['ja', 'en']), screen('ready', 1), { kind: 'language', language: 'en' }, screen('reading', 2)]);
    expect(state.language).toBe('en');
  });

  it('goes back to the first language after a visit', () => {
    const state = after([settings(['ja', 'en']), screen('ready', 1), { kind: 'language', language: 'en' }, screen('take_card', 2), screen('ready', 3)]);
    expect(state.language).toBe('ja');
  });

  it('keeps a language chosen while it waited for the host', () => {
    const state = after([settings(['ja', 'en']), screen('waiting', 1), { kind: 'language', language: 'en' }, screen('ready', 2)]);
    expect(state.language).toBe('en');
  });

  it('after a touch, waits for the next screen', () => {
    const touched = after([screen('choose', 4), { kind: 'touched', revision: 4 }]);
    expect(touched.touched).toBe(4);
    expect(after([screen('pin', 5)], touched).touched).toBe(-1);
  });

  it('when the answer to a touch stays out, lets people touch again', () => {
    const state = after([screen('choose', 4), { kind: 'touched', revision: 4 }, { kind: 'answerLate', revision: 4 }]);
    expect(state.touched).toBe(-1);
  });

  it('counts a limit down by its own clock and never below nothing', () => {
    const { limit } = after([message({ screen: { id: 'face', revision: 1, seconds_left: 30 } }, 1000)]);
    expect([secondsLeft(limit, 1000), secondsLeft(limit, 3500), secondsLeft(limit, 99_000)]).toEqual([30, 28, 0]);
  });

  it('takes the terminal\'s newer limit', () => {
    const { limit } = after([
      message({ screen: { id: 'face', revision: 1, seconds_left: 30 } }, 0),
      message({ live: { revision: 1, seconds_left: 12 } }, 5000),
    ]);
    expect([secondsLeft(limit, 5000), limit?.whole]).toEqual([12, 30]);
  });

  it.each([[null], ['text'], [7]])('takes no message from %s', (json) => {
    expect(parseMessage(json)).toBeUndefined();
  });
});

describe('Consent answers', () => {
  it('are written in the order of the questions, answered ones only', () => {
    expect(writeAnswers(['A', 'B', 'C'], { C: true, A: false })).toBe('A=0,C=1');
  });

  it('are read back, without what is not an answer', () => {
    expect(parseAnswers('A=1, B=0,C=maybe,D')).toEqual({ A: true, B: false });
  });

  it('of an empty text are none', () => {
    expect([parseAnswers(''), parseAnswers(undefined), listParam('')]).toEqual([{}, {}, []]);
  });
});
