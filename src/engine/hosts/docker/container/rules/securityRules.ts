import { eachOf, type Rule } from './mountRules.ts';
import { splitSecurityOption } from './mergeOptions.ts';

/** What Docker gives to a container by itself: an inmate has none of them, and each may be named. */
const CAPABILITIES = new Set(
  `AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID
  SYS_CHROOT`.split(/\s+/),
);

/** By their names, the values that confine the inmate no less, or in which it gains no more than root without rights. */
const SECURITY_OPTIONS: Readonly<Record<string, RegExp>> = {
  // Without it a program of the image can become root of the container, which has no capabilities.
  'no-new-privileges': /^(|true|false)$/,
  // A profile of AppArmor that the administrator of the machine has loaded there.
  apparmor: /^(?!unconfined$)[A-Za-z0-9][\w.-]*$/i,
  // The level keeps containers apart, the type from the machine.
  label: /^(level:[\w:.,-]+|type:container_t)$/,
  seccomp: /^builtin$/,
  'writable-cgroups': /^false$/,
  // Podman's own: more that is not seen.
  mask: /^\//,
  'proc-opts': /^(hidepid=\w+|subset=pid)(,(hidepid=\w+|subset=pid))*$/,
};

export const capabilityRule: Rule = (names) =>
  eachOf(names, (name) => {
    const plain = String(name).trim().toUpperCase().replace(/^CAP_/, '');
    if (CAPABILITIES.has(plain)) return undefined;
    return `${JSON.stringify(name)} reaches beyond the container; to be named one by one are ${[...CAPABILITIES].join(', ')}`;
  });

export const securityRule: Rule = (options) =>
  eachOf(options, (option) => {
    const [name, value] = splitSecurityOption(String(option));
    const allowed = Object.hasOwn(SECURITY_OPTIONS, name) ? SECURITY_OPTIONS[name] : undefined;
    if (allowed?.test(value)) return undefined;
    return `${JSON.stringify(option)} takes away or replaces what confines the inmate`;
  });
