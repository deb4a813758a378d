/** What to do about an engine's refusal, where its own words do not say so. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/HTTP request to an HTTPS server/, 'it wants TLS: write https:// in place of tcp://, or set DOCKER_TLS_VERIFY=1'],
  [
    /catatonit|init[- ]?binary|podman-init/i,
    'it has no init program for its containers: install the package catatonit on its machine, or set init_path in containers.conf',
  ],
  [/docker-init/, 'it has no init program for its containers: install docker-init on its machine (Debian: tini)'],
  [
    /setting rlimit|setrlimit/i,
    'it may not raise that limit: raise the hard limit of its service (LimitNOFILE=, LimitNPROC=), or set a lower one by default_ulimits in containers.conf or Ulimits of the container options',
  ],
  [
    /cgroup controller .*not available|CPU CFS|NanoCPUs can ?not be set|cgroups?.*(rootless|delegat)|rootless.*cgroup/i,
    'a rootless engine needs cgroups v2 with the controllers delegated to its user (Delegate=cpu cpuset io memory pids for user@.service)',
  ],
  [
    /opening seccomp profile failed/,
    'this engine takes the path of a profile on its own machine, not the profile itself',
  ],
  [
    /unknown mount option|invalid tmpfs option/,
    'it knows other options of a tmpfs: see Tmpfs of the container options',
  ],
];

/** Characters of a message that are searched: a build may make its builder print anything. */
const MAX_MESSAGE = 4000;

/** @returns what to do about it, to be appended to the engine's own words; `undefined` where they say it all */
export function refusalHint(message: string): string | undefined {
  const told = message.slice(0, MAX_MESSAGE);
  return HINTS.find(([pattern]) => pattern.test(told))?.[1];
}
