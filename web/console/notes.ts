// What the reception has to know of the last visits beside their results: asked whenever one of them has ended.
import { useEffect, useState } from 'preact/hooks';
import { call } from '../shared/api';
import type { State } from '../shared/generated/schema/console';
import { type Note, Notes } from '../shared/generated/schema/reception';

export type { Note };

export function useNotes(state: State): Note[] {
  const [notes, setNotes] = useState<Note[]>([]);
  const newest = state.last_visits[0]?.id ?? '';
  useEffect(() => {
    let gone = false;
    if (newest === '') setNotes([]);
    else
      void call('GET', 'api/reception').then((answer) => {
        if (!gone && answer.ok) setNotes(Notes.fromJSON(answer.body).notes);
      });
    return () => {
      gone = true;
    };
  }, [newest]);
  return notes;
}
