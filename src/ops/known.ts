/** Data-Juicer's text operators that the product does not have, so that an error can say more than "unknown". */
import { builtInOps } from './registry.js';

/** Why an operator is not here. */
const REASONS = {
  barrier: 'not supported yet: it needs all partitions at once',
  model: 'not supported: it needs a model that has to be downloaded',
  service: 'not supported: it needs a language model service',
  random: 'not supported: its result is random, so a run could not be repeated',
  code: 'not supported: it runs Python code from the recipe; js_lambda_mapper and js_file_mapper take a function in JavaScript',
  ray: 'not supported: it belongs to Ray; use the operator without ray_ in its name',
  outside: 'not supported: it does not work on plain text',
  listed: 'no op of its own: the ops of its list stand in `process` in its place; see op_fusion',
} as const;

const NAMES: Record<keyof typeof REASONS, string> = {
  barrier: `
    document_deduplicator document_line_deduplicator document_simhash_deduplicator document_minhash_deduplicator
    document_minhash_deduplicator_with_uid frequency_specified_field_selector range_specified_field_selector
    tags_specified_field_selector topk_specified_field_selector naive_grouper key_value_grouper naive_reverse_grouper`,
  model: `
    text_action_filter text_entity_dependency_filter text_embd_similarity_filter text_pair_similarity_filter
    in_context_influence_filter instruction_following_difficulty_filter`,
  service: `
    llm_analysis_filter llm_difficulty_score_filter llm_quality_score_filter llm_perplexity_filter
    llm_task_relevance_filter entity_attribute_aggregator meta_tags_aggregator most_relevant_entities_aggregator
    nested_aggregator`,
  random: 'nlpaug_en_mapper nlpcda_zh_mapper random_selector',
  code: 'python_lambda_mapper python_file_mapper',
  ray: `
    ray_document_deduplicator ray_bts_minhash_deduplicator ray_bts_minhash_cpp_deduplicator
    ray_bts_minhash_deduplicator_with_uid ray_repartition_pipeline`,
  outside: `
    agent_dialog_normalize_mapper agent_tool_type_mapper tool_success_tagger_mapper usage_counter_mapper
    download_file_mapper s3_download_file_mapper s3_upload_file_mapper`,
  listed: 'general_fused_op',
};

const reasonByName = new Map<string, string>();
for (const [reason, names] of Object.entries(NAMES)) {
  for (const name of names.trim().split(/\s+/))
    reasonByName.set(name, REASONS[reason as keyof typeof REASONS]);
}

/** Why a Data-Juicer operator is not available, in words that follow its name; null for one that is, or that nobody knows. */
export function knownButMissing(name: string): string | null {
  return builtInOps().get(name) ? null : (reasonByName.get(name) ?? null);
}

/** Every name that {@link knownButMissing} can explain. */
export function knownNames(): string[] {
  return [...reasonByName.keys()];
}
