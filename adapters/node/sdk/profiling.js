'use strict';
// The profile of an app: when it may begin and end, and what is answered (rules F1–F6).

const errors = require('./errors');

const MAXIMUM_BYTES = 15 * 2 ** 20; // of folded stacks as JSON; a line has at most 16 MiB (rule T1)

function check(holds, otherwise) {
  if (!holds) throw new errors.ProtocolError(errors.INVALID_PARAMS, otherwise);
}

/** Of one app; `session` is a profiler's, undefined for an app that was not started for it. */
class Profiling {
  #session;
  #samples = false;

  constructor(session) {
    this.#session = session;
  }

  /** What the app's environment needs beyond `inherited`. */
  environment(inherited) {
    return this.#session?.environment(inherited);
  }

  /** Samples the tree below and including pid; what `profile/start` answers. */
  async start(pid) {
    check(this.#session, 'the app was not started with "profiler": true');
    check(!this.#samples, 'the app is being profiled already');
    const answer = await this.#session.start(pid);
    this.#samples = true;
    return answer;
  }

  /** Samples no more; what `profile/stop` answers. */
  async stop() {
    check(this.#samples, 'the app is not being profiled');
    this.#samples = false;
    return this.#session.stop();
  }

  /** Ends the profiler with the app. */
  close() {
    this.#session?.close();
  }
}

/** The profiler of apps that none can look into, and why. */
function unavailable(reason) {
  const hint = 'profile it on another runtime';
  const start = () => {
    throw new errors.ProtocolError(errors.PROFILER_UNAVAILABLE, reason, { hint });
  };
  return { prepare: async () => {}, session: () => ({ environment: () => ({}), start, close: () => {} }) };
}

/** What `profile/stop` answers for weights by stack. */
function profile(stacks, samples, { lost = 0, notes = [], maximumBytes = MAXIMUM_BYTES } = {}) {
  const sorted = [...stacks].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const lines = sorted.map(([stack, weight]) => `${stack} ${weight}\n`);
  let size = 0;
  const end = lines.findIndex((line) => (size += Buffer.byteLength(JSON.stringify(line))) > maximumBytes);
  if (end < 0) return { folded: lines.join(''), samples, lost, notes };
  const rest = `the ${lines.length - end} rarest of ${lines.length} stacks are left out`;
  const noted = [...notes, `${rest}: a message has at most 16 MiB`];
  return { folded: lines.slice(0, end).join(''), samples, lost, notes: noted };
}

module.exports = { Profiling, profile, unavailable };
