/**
 * Figures: scores of runs, and how far the static ranking agrees with the live one.
 *
 * @module figures
 */

export type {DifferingSetting} from '../compare/comparable.js';
export {
  type ComparedRun,
  type CompareOptions,
  type Comparison,
  compareRuns,
  type Flip,
  type PairedFigure,
  readComparison,
} from '../compare/compare-runs.js';
export type {Cell, Unmatched} from '../correlate/cells.js';
export {type CorrelationRow, correlateRuns} from '../correlate/correlate-runs.js';
export {
  type CorrelateInputs,
  type CorrelateSelection,
  readCorrelateInputs,
} from '../correlate/inputs.js';
export type {LogCost} from '../correlate/log-cost.js';
export type {PowerRow} from '../correlate/power.js';
export type {FitOptions} from '../correlate/predict/explain-run.js';
export {type ExplainRunOptions, explainRun, readFit} from '../correlate/predict/explain-run.js';
export type {StaticScore, StaticScoreMeaning} from '../correlate/predict/explain-score.js';
export type {ReferenceView} from '../correlate/reference-choice.js';
export type {ReferenceRuns} from '../correlate/references.js';
export type {ScoreSource} from '../correlate/sources.js';
export {
  type AgreementView,
  agreementView,
  type PowerView,
  type PredictionView,
  powerView,
  predictionView,
  type ReferencesView,
  referencesView,
} from '../correlate/views.js';
export type {RunEffects} from '../report/effects-report.js';
export type {FoldBy} from '../report/fold.js';
export type {Format, Report} from '../report/formats.js';
export {renderReport} from '../report/formats.js';
export type {EvidenceSources} from '../report/html/evidence.js';
export {
  type ReportPageOptions,
  type WrittenPage,
  writeReportPage,
} from '../report/html/write-page.js';
export {
  type HubForm,
  type HubMetadata,
  type HubMetadataOptions,
  hubMetadata,
} from '../report/hub-metadata.js';
export {
  type EffectsReport,
  type EffectsReportOptions,
  type ReportOptions,
  type RunsReport,
  readEffects,
  readPublishedReport,
  readReport,
} from '../report/read-report.js';
export type {NamedRun} from '../report/run-names.js';
export type {ScoredRuns} from '../report/run-report.js';
export type {ReportRecords, ReportTable, TableCell, TableWidth} from '../report/table.js';
export type {CountedSoFar} from '../run/counted-so-far.js';
export type {FoundCount, FoundRule} from '../run/found-counts.js';
export type {MissingReason} from '../run/missing-reasons.js';
export type {Mode} from '../run/mode.js';
export {readRun, type StoredRun} from '../run/read-run.js';
export type {RunManifest} from '../run/run-manifest.js';
export type {UnfinishedRun} from '../run/unfinished-run.js';
export type {VerdictRow} from '../run/verdict-row.js';
export type {Coefficient} from '../score/agreement.js';
export {type Agreement, agreement} from '../score/agreement.js';
export type {BootstrapOptions} from '../score/bootstrap.js';
export type {Convention} from '../score/convention.js';
export type {TrustCount, TrustPolicy} from '../score/count-trust.js';
export type {DiscordantPair, ScoredModel} from '../score/discordant-pairs.js';
export {type Effect, type EffectsOptions, effectsOfFeedback} from '../score/effects.js';
export type {CreditedFigure, Figure} from '../score/figure.js';
export type {Metrics, ScenarioMetrics} from '../score/metrics.js';
export type {MatchedModels} from '../score/model-names.js';
export {type Alias, parseAlias} from '../score/model-names.js';
export type {PairedModel, Side} from '../score/paired-models.js';
export type {PValue} from '../score/permutation-p-value.js';
export type {Power} from '../score/power.js';
export type {FitScope, Neighbour, Prediction} from '../score/prediction.js';
export type {Metric, ScoresByTask} from '../score/problem-scores.js';
export type {ScoredScenario} from '../score/problem-verdicts.js';
export type {Questions} from '../score/questions.js';
export type {
  JudgedCandidate,
  ReferenceChoice,
  ReferenceItself,
  ScenarioAgreement,
} from '../score/reference-choice.js';
export type {SolvedInScenario} from '../score/reference-strength.js';
export type {ScoreOptions, Subset} from '../score/score-run.js';
export {scoreRun} from '../score/score-run.js';
export {type ScoredRun, scoreStoredRun} from '../score/score-stored-run.js';
export {type FolderServer, type ServeFolderOptions, serveFolder} from '../view/serve-folder.js';
