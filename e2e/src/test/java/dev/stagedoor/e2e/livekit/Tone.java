// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A sine wave as PCM16 at 24 kHz, and how loud it is in what somebody hears. */
final class Tone {
    private static final int RATE = 24_000;
    private static final int FRAME = RATE / 50;
    private static final double AMPLITUDE = 12_000;

    private final int periods;

    private Tone(int periods) {
        this.periods = periods;
    }

    /** Of a frequency that is a multiple of 50, so that frames join without a click. */
    static Tone of(int hertz) {
        return new Tone(hertz / 50);
    }

    /** Twenty milliseconds. */
    byte[] frame() {
        ByteBuffer frame = ByteBuffer.allocate(2 * FRAME).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < FRAME; i++) {
            frame.putShort((short) (AMPLITUDE * Math.sin(2 * Math.PI * periods * i / FRAME)));
        }
        return frame.array();
    }

    /** Its amplitude in the last second of that, as a share of full scale (Goertzel); 0 if there is less than half of one. */
    double loudnessIn(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.subList(Math.max(0, pieces.size() - 50), pieces.size()).forEach(all::writeBytes);
        ByteBuffer audio = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int samples = audio.remaining() / 2;
        if (samples < RATE / 2) {
            return 0;
        }
        double step = 2 * Math.cos(2 * Math.PI * periods / FRAME);
        double before = 0;
        double last = 0;
        for (int i = 0; i < samples; i++) {
            double next = audio.getShort() + step * last - before;
            before = last;
            last = next;
        }
        double power = last * last + before * before - step * last * before;
        return 2 * Math.sqrt(Math.max(0, power)) / samples / Short.MAX_VALUE;
    }
}
