// Chooses what fills the body of the screen.

import type {ChartMarks} from '../view/charts/chart-panel.ts';
import {tinyRow} from '../view/text/compact.ts';
import type {Contents} from '../view/inspector/contents.ts';
import type {Layout} from '../view/inspector/layout.ts';
import type {Paint} from '../view/text/paint.ts';
import {previewLines} from '../view/panels/report-preview.ts';
import {DetailView} from './detail-view.tsx';
import {DiffView} from './diff-view.tsx';
import {EvidenceView} from './evidence-view.tsx';
import {EventsView} from './events-view.tsx';
import {GoroutineView} from './goroutine-view.tsx';
import {GoroutinesView} from './goroutines-view.tsx';
import {GroupsView} from './groups-view.tsx';
import type {Inspector} from './inspector.ts';
import {LeaksView} from './leaks-view.tsx';
import {Lines} from './lines.tsx';

type Props = {
  readonly inspector: Inspector;
  readonly contents: Contents;
  readonly layout: Layout;
  readonly marks: ChartMarks;
  readonly paint: Paint;
};

/** Whatever is in front: a goroutine, an opened group, or the view that was chosen. */
export function BodyView({inspector, contents, layout, marks, paint}: Props) {
  const {session, state} = inspector;
  const height = layout.body;
  if (state.draft?.preview !== undefined) {
    return <Lines lines={previewLines(state.draft, height, paint)} height={height} />;
  }

  if (layout.mode === 'line') {
    const rows = contents.rows.slice(0, layout.list).map(({name, count}) => tinyRow(name, count, paint));
    return <Lines lines={rows} height={height} />;
  }

  if (state.goroutine !== undefined) {
    return <GoroutineView inspector={inspector} id={state.goroutine} height={height} paint={paint} />;
  }

  if (state.detail !== undefined) {
    return <DetailView inspector={inspector} contents={contents} height={height} paint={paint} />;
  }

  if (state.verdict !== undefined) {
    return <EvidenceView inspector={inspector} contents={contents} height={height} paint={paint} />;
  }

  switch (state.view) {
    case 'leaks':
      return <LeaksView inspector={inspector} contents={contents} height={height} paint={paint} />;
    case 'goroutines':
      return <GoroutinesView state={state} contents={contents} height={height} paint={paint} />;
    case 'events':
      return <EventsView state={state} contents={contents} height={height} paint={paint} />;
    case 'diff':
      return <DiffView state={state} contents={contents} height={height} paint={paint} />;
    case 'groups':
      return (
        <GroupsView
          session={session}
          timeline={inspector.timeline}
          state={state}
          contents={contents}
          layout={layout}
          marks={marks}
          paint={paint}
        />
      );
  }
}
