/** How to sign in to a registry, as in Docker's API. */
export interface Credentials {
  /** Empty where there are only tokens. */
  readonly username: string;
  readonly password: string;
  /** In place of the password: a token that the registry has issued. */
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress: string;
}
