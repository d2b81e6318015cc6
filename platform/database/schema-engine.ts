// Drives Prisma's schema engine as WebAssembly: what a change of the schema takes, without the downloaded engine
// binary.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { log } from '@/platform/log';

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

/** The engine looks for this on the global object to say why it panicked. */
const panicRegistry = {
  set_message(message: string): void {
    log.error(`The schema engine failed: ${message}`);
  },
};

const NO_FILTER = { externalTables: [], externalEnums: [] };

let loading: Promise<EngineModule> | undefined;

/** Its own entry point imports the .wasm file, which Node does not do without a flag; so it is set up by hand. */
async function loadEngine(): Promise<EngineModule> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const program = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(program, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

/** Runs `use` with the schema engine on a database; `schema` is the text of schema.prisma. */
async function withSchemaEngine<T>(
  url: string,
  schema: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  // The program may be set up once per process.
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  // The engine never disconnects, and what it locks stays locked until its connections close.
  const pool = new pg.Pool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  try {
    const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
    return await use(engine).finally(() => engine.free());
  } finally {
    await pool.end();
  }
}

/** The SQL that takes a database of schema `before` (null: an empty one) to schema `after`. */
export function schemaChange(url: string, before: string | null, after: string): Promise<string> {
  const model = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  return withSchemaEngine(url, after, async (engine) => {
    const from = before === null ? { tag: 'empty' as const } : model(before);
    const to = model(after);
    const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTER });
    return stdout ?? '';
  });
}
