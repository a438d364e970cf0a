// SPDX-License-Identifier: Apache-2.0
// A voice note: recorded by the browser, kept like a photo, ended by itself after 90 seconds.
import { onScopeDispose, ref, type Ref } from 'vue';

export const VOICE_SECONDS_MAX = 90;
const BITS_PER_SECOND = 32_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

export type RecorderFault = '' | 'denied' | 'failed';

export interface Recorder {
  readonly recording: Ref<boolean>;
  readonly seconds: Ref<number>;
  readonly fault: Ref<RecorderFault>;
  start(): Promise<void>;
  stop(): void;
}

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;

/** The plain media type that the server knows: without its codecs. */
export function typeOf(recorded: string): string {
  return recorded.split(';')[0] || 'audio/webm';
}

export function useRecorder(done: (voice: Blob) => void): Recorder {
  const recording = ref(false);
  const seconds = ref(0);
  const fault = ref<RecorderFault>('');
  let recorder: MediaRecorder | null = null;
  let ticking: ReturnType<typeof setInterval> | undefined;

  function ended(stream: MediaStream, parts: Blob[], type: string): void {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    recording.value = false;
    recorder = null;
    const voice = new Blob(parts, { type: typeOf(type) });
    if (voice.size > 0) done(voice);
  }

  async function start(): Promise<void> {
    fault.value = '';
    if (recorder !== null) return;
    if (!canRecord()) {
      fault.value = 'failed';
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const options: MediaRecorderOptions = { audioBitsPerSecond: BITS_PER_SECOND };
      const made = new MediaRecorder(stream, mimeType ? { ...options, mimeType } : options);
      const parts: Blob[] = [];
      made.ondataavailable = ({ data }) => void parts.push(data);
      made.onstop = () => ended(stream, parts, made.mimeType);
      recorder = made;
      seconds.value = 0;
      made.start();
      recording.value = true;
      ticking = setInterval(() => {
        seconds.value += 1;
        if (seconds.value >= VOICE_SECONDS_MAX) stop();
      }, 1_000);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      fault.value = name === 'NotAllowedError' ? 'denied' : 'failed';
    }
  }
  function stop(): void {
    if (recorder?.state === 'recording') recorder.stop();
  }
  onScopeDispose(stop);
  return { recording, seconds, fault, start, stop };
}
