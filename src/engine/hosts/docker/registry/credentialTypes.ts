/** How to sign in at a registry, in the words of Docker's API. */
export interface Credentials {
  /** Empty where there are only tokens. */
  readonly username: string;
  readonly password: string;
  /** In place of the password: what a registry gives for one. */
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress: string;
}
