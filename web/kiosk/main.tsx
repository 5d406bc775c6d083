// The kiosk page: the terminal's socket in, the state drawn, touches out.
import { render } from 'preact';
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import '../shared/base.css';
import './kiosk.css';
import './device/device.css';
import { connect, type Socket, socketAddress } from '../shared/socket';
import { App } from './app';
import { cornerAt, opens, type Taps, withTap } from './corners';
import { dress } from './own_texts';
import { firstState, isFree, type KioskState, parseMessage, reduce } from './state';

const kAnswerLateMs = 4000;
const kStayMs = 5000;

// The latest camera picture as an address for <img>; the one before is given back to memory.
function usePreview(): [string, (picture: Blob | undefined) => void] {
  const [address, setAddress] = useState('');
  const held = useRef('');
  const show = (picture: Blob | undefined): void => {
    const before = held.current;
    held.current = picture === undefined ? '' : URL.createObjectURL(picture);
    setAddress(held.current);
    if (before !== '') setTimeout(() => URL.revokeObjectURL(before), 500); // it may still be on its way to the screen
  };
  return [address, show];
}

function Page() {
  const [state, dispatch] = useReducer(reduce, undefined, firstState);
  const [preview, showPreview] = usePreview();
  const socket = useRef<Socket | undefined>(undefined);

  useEffect(() => {
    socket.current = connect(socketAddress(location), {
      opened: () => dispatch({ kind: 'opened' }),
      lost: () => {
        showPreview(undefined);
        dispatch({ kind: 'lost' });
      },
      message: (json) => {
        const message = parseMessage(json);
        if (message === undefined) return;
        if (message.draw_ping !== undefined) {
          const { number } = message.draw_ping;
          requestAnimationFrame(() => socket.current?.send({ drawn: { number } }));
          return;
        }
        if (message.screen !== undefined && message.screen.id !== 'face') showPreview(undefined);
        if (message.device !== undefined && message.device.camera === '') showPreview(undefined);
        dispatch({ kind: 'message', message, atMs: performance.now() });
      },
      picture: showPreview,
    });
  }, []);

  // Fingers anywhere on the glass, for "touch alive": a page that nobody can touch is found before a patient complains.
  useEffect(() => {
    const fingers = new Set<number>();
    const came = (event: PointerEvent): void => {
      fingers.add(event.pointerId);
      if (fingers.size === 1) socket.current?.send({ pointer: { down: true } });
    };
    const left = (event: PointerEvent): void => {
      if (fingers.delete(event.pointerId) && fingers.size === 0) socket.current?.send({ pointer: { down: false } });
    };
    addEventListener('pointerdown', came, { passive: true });
    addEventListener('pointerup', left, { passive: true });
    addEventListener('pointercancel', left, { passive: true });
    return () => {
      removeEventListener('pointerdown', came);
      removeEventListener('pointerup', left);
      removeEventListener('pointercancel', left);
    };
  }, []);

  useDevicePage(state, (wish) => socket.current?.send({ device: wish }));
  useEffect(() => dress(document.documentElement, state.settings), [state.settings]);

  // Told after the next frame is on the glass: this is what start-up times and "touch alive" are measured by.
  const revision = state.screen?.revision;
  useEffect(() => {
    if (revision === undefined) return;
    requestAnimationFrame(() => requestAnimationFrame(() => socket.current?.send({ shown: { revision } })));
  }, [state.screen]);

  useEffect(() => {
    document.documentElement.lang = state.language;
    if (state.connected) socket.current?.send({ language: { language: state.language } });
  }, [state.language, state.connected]);

  // One touch for each screen, also when two come before the page is drawn anew.
  const touched = useRef(-1);
  touched.current = state.touched;
  const touch = (action: string, value = ''): void => {
    if (revision === undefined || touched.current === revision) return;
    touched.current = revision;
    socket.current?.send({ touch: { revision, action, value } });
    dispatch({ kind: 'touched', revision });
    setTimeout(() => dispatch({ kind: 'answerLate', revision }), kAnswerLateMs);
  };

  return <App state={state} preview={preview} touch={touch} choose={(language) => dispatch({ kind: 'language', language })} device={(wish) => socket.current?.send({ device: wish })} />;
}

// Six taps on the corners open the settings on the terminal, while nobody is served; whoever touches the page keeps them open.
function useDevicePage(state: KioskState, wish: (wish: object) => void): void {
  const now = useRef(state);
  now.current = state;
  useEffect(() => {
    let taps: Taps = [];
    let told = Number.NEGATIVE_INFINITY;
    const stays = (): void => {
      if (now.current.device.stage === 'closed' || performance.now() - told < kStayMs) return;
      told = performance.now();
      wish({ stay: true });
    };
    const came = (event: PointerEvent): void => {
      stays();
      taps = isFree(now.current) ? withTap(taps, cornerAt(event.clientX, event.clientY, innerWidth, innerHeight), performance.now()) : [];
      if (!opens(taps, now.current.settings.corners)) return;
      taps = [];
      wish({ open: true });
    };
    addEventListener('pointerdown', came, { passive: true });
    addEventListener('keydown', stays);
    return () => {
      removeEventListener('pointerdown', came);
      removeEventListener('keydown', stays);
    };
  }, []);
}

const page = document.getElementById('page');
if (page !== null) render(<Page />, page);
