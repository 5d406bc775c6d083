// The kiosk's own page, drawn in a frame of its own size: no socket, and nobody can touch it.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { App } from '../kiosk/app';
import deviceCss from '../kiosk/device/device.css?url';
import kioskCss from '../kiosk/kiosk.css?url';
import { dress } from '../kiosk/own_texts';
import { firstState, type KioskState } from '../kiosk/state';
import baseCss from '../shared/base.css?url';
import { type Appearance, PageSettings, Screen } from '../shared/generated/schema/kiosk';
import type { Language } from '../shared/languages';
import type { Told } from './messages_page';

const kGlass = { width: 1280, height: 800 };

interface PreviewProps {
  screen: 'ready' | 'waiting';
  told: Told;
  messages: Appearance;
  language: Language;
  name: string;
}

function stateOf({ screen, told, messages, language }: PreviewProps): KioskState {
  return {
    ...firstState(),
    connected: true,
    everConnected: true,
    settings: { ...PageSettings.fromJSON({ clinic_name: told.clinicName, languages: told.languages }), appearance: messages },
    languages: told.languages,
    language,
    screen: Screen.fromJSON({ id: screen, revision: 1, params: screen === 'waiting' ? { for: 'start' } : {} }),
  };
}

const nothing = (): void => undefined;

// An empty document in which the kiosk's parts find what they expect: their styles and a place.
function prepare(frame: HTMLIFrameElement): HTMLElement | undefined {
  const document = frame.contentDocument;
  if (document === null) return undefined;
  const kept = document.getElementById('page');
  if (kept !== null) return kept;
  for (const css of [baseCss, kioskCss, deviceCss]) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(css, window.document.baseURI).href;
    document.head.append(link);
  }
  const place = document.createElement('div');
  place.id = 'page';
  // Neither finger nor keyboard nor focus gets in.
  place.inert = true;
  document.body.append(place);
  return place;
}

export function Preview(props: PreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const outer = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(0.4);
  useEffect(() => {
    if (frame.current === null) return;
    const place = prepare(frame.current);
    if (place === undefined) return;
    const state = stateOf(props);
    const root = place.ownerDocument.documentElement;
    root.lang = props.language;
    dress(root, state.settings);
    render(<App state={state} preview="" touch={nothing} choose={nothing} device={nothing} />, place);
  });
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setScale(entry.contentRect.width / kGlass.width);
    });
    if (outer.current !== null) measured.observe(outer.current);
    return () => measured.disconnect();
  }, []);
  return (
    <div class="preview" ref={outer} style={{ height: `${kGlass.height * scale}px` }}>
      <iframe ref={frame} title={props.name} tabIndex={-1} width={kGlass.width} height={kGlass.height} data-preview={props.screen} style={{ transform: `scale(${scale})` }} />
    </div>
  );
}
