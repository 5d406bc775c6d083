// A drawing by the name that catalogue/screens.yaml gives it.
import type { ComponentType } from 'preact';
import * as card from './card';
import * as face from './face';

export const drawings: Record<string, ComponentType> = {
  place_card: card.PlaceCard,
  take_card: card.TakeCard,
  reading: card.Reading,
  reading_front: card.ReadingFront,
  turn_over: card.TurnOver,
  sleeve: card.Sleeve,
  straighten: card.Straighten,
  other_card: card.OtherCardAway,
  card_good: card.CardGood,
  first_use: card.FirstUse,
  staff: card.Staff,
  asking: card.Asking,
  sending: card.Sending,
  waiting: card.Waiting,
  pairing: card.Pairing,
  consent: card.Consent,
  pin_last: card.PinLast,
  pin_blocked: card.PinBlocked,
  trouble: card.Trouble,
  repairing: card.Repairing,
  face: face.Face,
  face_distance: face.FaceDistance,
  face_nearer: face.FaceNearer,
  face_back: face.FaceBack,
  face_alone: face.FaceAlone,
  face_centre: face.FaceCentre,
  face_dark: face.FaceDark,
  face_bright: face.FaceBright,
  face_light_behind: face.FaceLightBehind,
  face_mask: face.FaceMask,
  face_eyes: face.FaceEyes,
  face_still: face.FaceStill,
  face_turn_left: face.FaceTurnLeft,
  face_turn_right: face.FaceTurnRight,
  face_other: face.FaceOther,
};

export function Drawing({ name }: { name: string }) {
  const Named = drawings[name];
  return Named === undefined ? null : <Named />;
}
