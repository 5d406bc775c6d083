// What the clinic itself wrote for the glass, in the language that is shown, or else in the first one that has it.
import type { PageSettings } from '../shared/generated/schema/kiosk';
import type { Language } from '../shared/languages';

export interface OwnText {
  text: string;
  language: string; // that it is written in
}
export type TextName = 'clinic_name' | 'hours' | 'ready' | 'waiting';

export function ownText(settings: PageSettings, languages: readonly Language[], shown: Language, name: TextName): OwnText | undefined {
  for (const language of [shown, ...languages]) {
    const text = settings.appearance?.texts[language]?.[name]?.trim() ?? '';
    if (text !== '') return { text, language };
  }
  return undefined;
}

// How the page looks, on its root element: kiosk.css answers to it.
export function dress(root: HTMLElement, settings: PageSettings): void {
  root.dataset.type = settings.appearance?.type === 'large' ? 'large' : 'normal';
  root.dataset.colours = settings.appearance?.colours === 'calm' ? 'calm' : 'standard';
}
