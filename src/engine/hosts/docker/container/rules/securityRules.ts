import { eachOf, type Rule } from './mountRules.ts';
import { splitSecurityOption } from './mergeOptions.ts';

/** Capabilities that Docker grants by default: an inmate has none of them, and each may be added. */
const CAPABILITIES = new Set(
  `AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID
  SYS_CHROOT`.split(/\s+/),
);

/** Allowed values by name: they confine the inmate no less, or let it gain no more than root without capabilities. */
const SECURITY_OPTIONS: Readonly<Record<string, RegExp>> = {
  // Without it a program of the image can become root of the container, which has no capabilities.
  'no-new-privileges': /^(|true|false)$/,
  // A profile of AppArmor that the machine's administrator has loaded.
  apparmor: /^(?!unconfined$)[A-Za-z0-9][\w.-]*$/i,
  // The level separates containers from each other, the type from the machine.
  label: /^(level:[\w:.,-]+|type:container_t)$/,
  seccomp: /^builtin$/,
  'writable-cgroups': /^false$/,
  // Podman's own: further paths that are hidden.
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
