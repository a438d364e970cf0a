// SPDX-License-Identifier: Apache-2.0
// Holds our names for the server's shapes against the document the server makes of itself: a
// change there that a page does not expect does not compile here. Types only; nothing is bundled.
import type { components } from './schema.d.ts';
import type * as Field from './field.ts';
import type * as Ours from './types.ts';

type Server = components['schemas'];

/** The server sends `Sent`; a page reads it as `Read`. */
type Reads<Read, Sent extends Read> = [Read, Sent];
/** A page sends `Given`; the server takes `Taken`. */
type Takes<Taken, Given extends Taken> = [Taken, Given];

export type Contract = [
  Reads<{ districts: Ours.NamedDistrict[] }, Server['DistrictsOut']>,
  Reads<Ours.District, Server['DistrictOut']>,
  Reads<Ours.AreaPage, Server['AreasOut']>,
  Reads<Ours.Located, Server['LocateOut']>,
  Reads<Ours.Answers, Server['AnswersOut']>,
  Reads<Ours.PlaceHeld, Server['PlaceHeldOut']>,
  Reads<Ours.PostHeld, Server['PublishedPost']>,
  Reads<Omit<Ours.PhotoRef, 'kind'>, Server['PhotoUploaded']>,
  Reads<Ours.ReportOut, Server['ReportOut']>,
  Reads<Ours.EntryOut, Server['EntryOut']>,
  Reads<Ours.Followed, Server['FollowOut']>,
  Reads<Ours.Chain, Server['ReceiptOut']>,
  Reads<Ours.RootList, Server['DailyRootList']>,
  Reads<Ours.Session, Server['SessionOut']>,
  Reads<Ours.CasePage, Server['CaseList']>,
  Reads<Ours.CaseDetail, Server['CaseDetail']>,
  Reads<Ours.CaseCounts, Server['Counts']>,
  Reads<Ours.Standing, Server['StandingOut']>,
  Reads<Ours.ReleaseState, Server['ReleaseOut']>,
  Reads<Ours.PresenceOut, Server['PresenceOut']>,
  Reads<Ours.SavedFilterList, Server['SavedFilterList']>,
  Reads<Ours.HolderChoice, Server['HolderChoice']>,
  Reads<Ours.Contact, Server['ContactOut']>,
  Reads<Ours.Figures, Server['FiguresOut']>,
  Reads<Ours.FigureItems, Server['OpenedRowsOut']>,
  Reads<Ours.AccountPage, Server['AccountList']>,
  // An outline is a list of pairs: a schema has no words for that.
  Reads<Omit<Field.KitArea, 'outline'>, Server['FieldArea']>,
  Reads<Omit<Field.KitOut, 'areas'>, Server['KitOut']>,
  Takes<keyof Server['ReportIn'], keyof Ours.ReportIn>,
  Takes<keyof Server['RatingIn'], 'solved' | 'satisfied' | 'stars' | 'comment'>,
  Takes<keyof Server['FollowActionIn'], 'action' | 'reason'>,
];
