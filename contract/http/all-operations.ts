// Every operation of the API: its description, its gate and the tests of all routes walk this list.
import * as account from './account';
import * as activity from './activity';
import * as chat from './chat';
import * as covers from './covers';
import * as credentials from './credentials';
import * as djRules from './dj-rules';
import * as instance from './instance';
import * as library from './library';
import * as media from './media';
import * as members from './members';
import * as mixes from './mixes';
import type { Operation } from './operation';
import * as projects from './projects';
import * as separation from './separation';
import * as setFiles from './set-files';
import * as sets from './sets';
import * as sources from './sources';
import * as takes from './takes';
import * as tracks from './tracks';
import * as versions from './versions';

/** In the order of the description */
export const OPERATIONS: readonly Operation[] = [
  projects.uploadSong,
  separation.listModels,
  projects.listProjects,
  projects.createProject,
  projects.getProject,
  projects.renameProject,
  projects.deleteProject,
  separation.getProgress,
  separation.getBeats,
  separation.retrySeparation,
  separation.cancelSeparation,
  sources.listSources,
  sources.importSource,
  sources.retryImport,
  sources.separateSource,
  sources.removeSource,
  takes.listTakes,
  media.grantMedia,
  members.listMembers,
  members.changeRole,
  members.removeMember,
  members.listInvites,
  members.createInvite,
  members.revokeInvite,
  members.readOffer,
  members.acceptInvite,
  chat.readChat,
  chat.writeMessage,
  chat.markChatRead,
  activity.readActivity,
  versions.listVersions,
  versions.saveVersion,
  versions.readVersion,
  versions.deleteVersion,
  media.getSegment,
  media.getPeaks,
  media.getStem,
  mixes.requestMix,
  mixes.getMix,
  mixes.cancelMix,
  mixes.downloadMix,
  covers.uploadCover,
  covers.getCover,
  covers.removeCover,
  mixes.listMixes,
  account.signUp,
  account.getMe,
  instance.getHealth,
  instance.getLiveness,
  instance.getReadiness,
  instance.getDescription,
  library.uploadStyleSound,
  library.listSounds,
  library.getSound,
  library.deleteSound,
  library.shareSound,
  library.unshareSound,
  library.retryRestyle,
  library.getGrain,
  sets.requestSet,
  sets.getSet,
  sets.removeSet,
  setFiles.downloadSet,
  setFiles.downloadAndRemoveSet,
  setFiles.getTracklist,
  setFiles.getCueSheet,
  setFiles.getReport,
  sets.listSets,
  tracks.listTracks,
  tracks.uploadTrack,
  tracks.shareTrack,
  credentials.listSessions,
  credentials.endSessions,
  credentials.endSession,
  credentials.listTokens,
  credentials.createToken,
  credentials.revokeToken,
  credentials.changePassword,
  djRules.getDjRules,
  djRules.setDjRules,
];
