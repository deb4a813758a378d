import { createHash } from 'node:crypto';
import { strictPolicy } from '../page.ts';

/** The style of an exported page, in a light and a dark form. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d0d0, #444); --dim: light-dark(#5a5a5a, #a8a8a8);
  --stdout: light-dark(#0b5394, #75beff); --stderr: light-dark(#8a5a00, #e2c08d);
  --yield: light-dark(#6b2fa0, #c09bff); --result: light-dark(#1a7f37, #73c991); --bad: light-dark(#b3261e, #ff8a80); }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif;
  color: light-dark(#1f1f1f, #e4e4e4); background: light-dark(#fff, #1e1e1e); }
h1 { font: 600 1.25rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; margin: 0 0 .25rem; }
.outcome { font-weight: 600; margin: 0 0 1rem; overflow-wrap: anywhere; }
.outcome.raised, .outcome.failed, .outcome.truncated { color: var(--bad); }
.outcome.returned { color: var(--result); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 1.5rem; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--dim); font-weight: 600; position: sticky; top: 0;
  background: light-dark(#fff, #1e1e1e); }
th, td { padding: .15rem .75rem .15rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td { font: 13px/1.5 ui-monospace, monospace; } td.n, th.n { text-align: right; white-space: nowrap; }
td.text { width: 100%; } pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.stdout td.lane { color: var(--stdout); } .stderr td.lane { color: var(--stderr); }
.yield td.lane { color: var(--yield); } .return td.lane { color: var(--result); } .raise td { color: var(--bad); }
.lifecycle td { color: var(--dim); } .note { color: var(--dim); }
@media print { th { position: static; } }
`;

/** Allows this style and nothing else. */
export const POLICY = strictPolicy([`style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`]);
