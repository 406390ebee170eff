// SPDX-License-Identifier: Apache-2.0
/** The part of LiveKit's SIP service that livekit-server answers by itself, as tests that run against any server with Redis. */
@NullMarked
package dev.stagedoor.conformance.sip;

import org.jspecify.annotations.NullMarked;
