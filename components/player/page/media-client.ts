// Where a project's audio is and the permission to fetch it: media grants, renewed before they run out.
import { call } from '@/components/api/call';
import { ApiError, OFFLINE_MESSAGE, problemFrom } from '@/components/api/problem';
import { addressOf } from '@/contract/http/address';
import { getPeaks, getSegment, grantMedia, type MediaGrants } from '@/contract/http/media';

interface Grant {
  readonly token: string;
  /** Date.now() milliseconds. */
  readonly expiresAt: number;
}

/** A grant with less than this left is renewed first, so that it does not run out on the way. */
const RENEW_BEFORE_MS = 20_000;

/** What a new grant may put right. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410]);

export interface MediaClientOptions {
  readonly projectId: string;
  /** Asks the server for the project's grants. */
  readonly getGrants?: (projectId: string) => Promise<MediaGrants>;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
}

/**
 * Fetches segments and peaks of the stems it knows. Requests that need a new grant at the same time share one.
 * A clock that is wrong costs one refusal: what is refused is asked for again with a new grant, once.
 *
 * The studio may send segments from the storage's own address. Where the browser cannot fetch from there (a firewall,
 * a bucket that does not allow this page), they come through the studio from then on.
 */
export class MediaClient {
  #sources: ReadonlyMap<string, string> = new Map();
  #grants: ReadonlyMap<string, Grant> = new Map();
  #renewing: Promise<void> | null = null;
  #isStorageOutOfReach = false;
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  readonly #options: MediaClientOptions;

  constructor(options: MediaClientOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
    this.#now = options.now ?? (() => Date.now());
  }

  /** Sets what can be fetched; call it with the sources of the document whenever they change. */
  setSources(sources: readonly { readonly id: string; readonly sourceId: string }[]): void {
    this.#sources = new Map(sources.map(({ id, sourceId }) => [id, sourceId]));
  }

  /**
   * One stored segment; fits StudioPlayer's `fetchSegment`.
   * @throws ApiError with a message for the user; an AbortError when `signal` is aborted
   */
  readonly fetchSegment = (stemId: string, index: number, signal: AbortSignal): Promise<ArrayBuffer> => {
    const segment = `${index}.flac`;
    return this.#get(stemId, (token) => addressOf(getSegment, { token, stem: stemId, segment }), signal);
  };

  /** The bytes of a stem's peaks.bin. @throws like fetchSegment */
  fetchPeaks(stemId: string, signal: AbortSignal): Promise<ArrayBuffer> {
    return this.#get(stemId, (token) => addressOf(getPeaks, { token, stem: stemId }), signal);
  }

  async #get(
    stemId: string,
    addressBy: (token: string) => string,
    signal: AbortSignal,
  ): Promise<ArrayBuffer> {
    const grant = await this.#grantFor(stemId);
    signal.throwIfAborted();
    let response = await this.#request(addressBy(grant.token), signal);
    if (REFUSALS.has(response.status)) {
      const renewed = await this.#renewedGrant(stemId, grant);
      response = await this.#request(addressBy(renewed.token), signal);
    }
    if (!response.ok) throw problemFrom(response.status, await response.text());
    return response.arrayBuffer();
  }

  async #request(url: string, signal: AbortSignal): Promise<Response> {
    if (!this.#isStorageOutOfReach) {
      try {
        return await this.#fetch(url, { signal });
      } catch (error) {
        // A browser does not say whether it was the studio or where the studio sent it that failed.
        if (signal.aborted) throw error;
      }
    }
    try {
      const response = await this.#fetch(`${url}?via=studio`, { signal });
      this.#isStorageOutOfReach = true;
      return response;
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ApiError(0, OFFLINE_MESSAGE);
    }
  }

  async #grantFor(stemId: string): Promise<Grant> {
    const known = this.#knownGrant(stemId);
    if (known && known.expiresAt - this.#now() > RENEW_BEFORE_MS) return known;
    await this.#renew();
    return this.#demandGrant(stemId);
  }

  /** A grant other than the one that was refused, which somebody else may have fetched already. */
  async #renewedGrant(stemId: string, refused: Grant): Promise<Grant> {
    if (this.#knownGrant(stemId) === refused) await this.#renew();
    return this.#demandGrant(stemId);
  }

  #knownGrant(stemId: string): Grant | undefined {
    return this.#grants.get(this.#sources.get(stemId) ?? '');
  }

  #demandGrant(stemId: string): Grant {
    const grant = this.#knownGrant(stemId);
    if (!grant) throw new ApiError(404, `The stem ${stemId} does not belong to this project.`);
    return grant;
  }

  #renew(): Promise<void> {
    this.#renewing ??= this.#loadGrants().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #loadGrants(): Promise<void> {
    const { projectId, getGrants = (id: string) => call(grantMedia, { id }) } = this.#options;
    const { sources } = await getGrants(projectId);
    this.#grants = new Map(
      sources.map(({ source_id, token, expires_at }) => [
        source_id,
        { token, expiresAt: Date.parse(expires_at) },
      ]),
    );
  }
}
