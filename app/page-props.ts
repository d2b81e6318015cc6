// The props that Next passes to pages that read their address.

type Query = Record<string, string | string[] | undefined>;

export interface AccountPageProps {
  readonly searchParams: Promise<Query>;
}

export interface ProjectPageProps {
  readonly params: Promise<{ id: string }>;
}

export interface InvitePageProps {
  readonly params: Promise<{ token: string }>;
}
