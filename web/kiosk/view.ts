// What every screen of the kiosk is given.
import type { Live, Screen } from '../shared/generated/schema/kiosk';
import type { Speech } from '../shared/languages';
import type { Limit } from './state';

export interface View {
  screen: Screen;
  live: Live;
  limit: Limit | undefined;
  speech: Speech;
  preview: string; // address of the camera picture, or ""
  busy: boolean; // touched already, the answer is on its way
  touch(action: string, value?: string): void;
}

export function param(view: View, name: string): string {
  return view.screen.params[name] ?? '';
}
