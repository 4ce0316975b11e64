import { streamRoutes } from '@ferry/contract';
import { ApiError, messageOf } from './client';

export interface UploadProgress {
  readonly sent: number;
  readonly total: number;
}

/** Largest file that the server takes, in bytes. */
export const maximumUpload = 1024 ** 3;

/**
 * Sends one file to a data provider that is read from scripts.
 * XMLHttpRequest, because fetch does not tell how much was sent.
 * @throws ApiError with the server's words.
 */
export function upload(provider: string, file: File, onProgress: (progress: UploadProgress) => void, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ DataProviderIdentifier: provider, FileName: file.name });
    request.open('POST', `${streamRoutes.upload}?${query.toString()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress({ sent: event.loaded, total: file.size });
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(answered(request)));
    request.onerror = () => reject(new ApiError('ServiceUnavailable', `${file.name} could not be sent: the connection to the server was lost.`, 0));
    request.onabort = () => reject(new ApiError('Cancelled', `The upload of ${file.name} was cancelled.`, 0));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function answered(request: XMLHttpRequest): ApiError {
  try {
    const body = JSON.parse(request.responseText) as { __type?: string; message?: string };
    return new ApiError(body.__type ?? 'InternalFailure', body.message ?? `The server answered with status ${request.status}.`, request.status);
  } catch (thrown) {
    // The answer is not ours (the guard, or a proxy in between): its status is all there is to tell.
    return new ApiError('InternalFailure', request.responseText.slice(0, 200) || messageOf(thrown), request.status);
  }
}
