// What every screen of the kiosk is given.
import type { Live, Screen } from '../shared/generated/schema/kiosk';
import type { Speech } from '../shared/languages';
import type { OwnText, TextName } from './own_texts';
import type { Limit } from './state';

export interface View {
  screen: Screen;
  live: Live;
  limit: Limit | undefined;
  speech: Speech;
  preview: string; // address of the camera picture, or ""
  busy: boolean; // touched already, the answer is on its way
  touch(action: string, value?: string): void;
  own(name: TextName): OwnText | undefined; // the clinic's own words
}

export function param(view: View, name: string): string {
  return view.screen.params[name] ?? '';
}
