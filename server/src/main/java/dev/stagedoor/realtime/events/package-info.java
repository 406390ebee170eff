// SPDX-License-Identifier: Apache-2.0
/**
 * What pages are told over the gateway: each event has a number within its page's UI session, and is stored before it is
 * sent, so that a page that reconnects, to whatever node, is told what it missed, and nothing twice.
 */
@NullMarked
package dev.stagedoor.realtime.events;

import org.jspecify.annotations.NullMarked;
