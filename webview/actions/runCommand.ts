import type { KeyCommand } from '../model/keys.ts';
import { withLane } from '../model/viewState.ts';
import type { Screen } from '../screen.ts';
import type { Timeline } from '../timeline.ts';

/** Runs the command of a key. */
export function runCommand(command: KeyCommand, timeline: Timeline, screen: Screen): void {
  const { camera, state } = timeline;
  switch (command.do) {
    case 'step':
      return timeline.step(command.by);
    case 'stepInLane':
      return timeline.stepInLane(command.by);
    case 'zoom':
      return camera.zoom(command.factor);
    case 'pan':
      return camera.pan(command.share);
    case 'fit':
      return camera.fit();
    case 'home':
      return camera.home(command.what);
    case 'findNext':
      return screen.findNext(command.by);
    case 'search':
      return screen.focusSearch();
    case 'toggleLane': {
      const { lane } = command;
      return timeline.filter(withLane(state.filter, lane, !state.filter.lanes.includes(lane)));
    }
    case 'play':
      return timeline.play();
    case 'unmeasure':
      return camera.measure(null);
    case 'help':
      return screen.help();
  }
}
