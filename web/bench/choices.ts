// What somebody at the bench has chosen for a counter, before it is sent. Pure.
import type { Arrange, Counter, Persona, PlaceCard } from '../shared/generated/schema/bench';

export interface CardChoice {
  persona: string;
  side: string;
  rotation: number;
  sleeve: boolean;
  timing: string;
}

export function firstCardChoice(counter: Counter, personas: Persona[]): CardChoice {
  return {
    persona: counter.card || (personas[0]?.id ?? ''),
    side: counter.side || 'front',
    rotation: counter.rotation,
    sleeve: counter.sleeve,
    timing: counter.timing || 'full',
  };
}

export function placeCard(counter: string, choice: CardChoice): PlaceCard {
  return { counter, ...choice };
}

// The person before the camera with one thing changed.
export function arrange(counter: Counter, change: Partial<Omit<Arrange, 'counter'>>): Arrange {
  return {
    counter: counter.id,
    person: counter.person,
    presentation: counter.presentation || 'live',
    distance_cm: counter.distance_cm > 0 ? counter.distance_cm : 40,
    light: counter.light > 0 ? counter.light : 1,
    mask: counter.mask,
    glasses: counter.glasses,
    ...change,
  };
}
