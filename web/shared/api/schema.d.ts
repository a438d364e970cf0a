// SPDX-License-Identifier: Apache-2.0
// Made by `npm run api` from api/openapi.json.
export interface paths {
    "/api/v1/districts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All districts served here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DistrictsOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One district: name, clock, bounds, territory version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DistrictOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts within one's areas, with their roles */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Add an account with a first password, to be changed at the first login */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable an account; its sessions end */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountVersionIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable an account again; lifts a lock */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountVersionIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a role over an area within one's own */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GrantIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GrantOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/grants/{grant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a role */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                    grant: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EmptyIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoneOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give somebody a new first password */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordResetIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody's posts show to everybody */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublishedPosts"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/accounts/{account}/revoke-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every login of somebody, as after a lost phone: it wipes what it keeps */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EmptyIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoneOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who answers for a point, an address or an area, and how to reach the office */
        get: {
            parameters: {
                query?: {
                    area?: string;
                    lat?: number;
                    lon?: number;
                    address?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnswersOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tree of areas, a parent before its children */
        get: {
            parameters: {
                query?: {
                    under?: string;
                    level?: components["schemas"]["Level"];
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AreasOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/areas.geojson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Simplified outlines of one level for a map */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/geo+json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/areas/{area}/door-card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is printed for one door */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    area: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoorCard"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/areas/{area}/door-cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is printed for every door below */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                    area: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoorCardPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/areas/{area}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A place: its people, its parts and how much is open there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    area: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlaceHeldOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holidays, make-up workdays and working hours */
        get: {
            parameters: {
                query?: {
                    year?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CalendarOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List cases */
        get: {
            parameters: {
                query?: {
                    queue?: components["schemas"]["Queue"];
                    state?: components["schemas"]["State"];
                    area?: string;
                    own_only?: boolean;
                    category?: string;
                    channel?: components["schemas"]["Channel"];
                    emergency?: boolean;
                    alarm?: components["schemas"]["Alarm"];
                    since?: string;
                    until?: string;
                    holder?: string;
                    q?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Enter a report for somebody, or a quick note */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EntryIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many wait in each queue */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Counts"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is open now in an area: by stage, category, holder and part */
        get: {
            parameters: {
                query: {
                    area: string;
                    level?: components["schemas"]["Level"];
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StandingOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseDetail"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a case */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ActionIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseDetail"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the history of a case */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the reporter's contact, with a reason that is logged */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RevealIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can be given it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolderChoice"][];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A photo */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                    photo: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say every 20 seconds that one has a case open, and hear who else has */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PresenceIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PresenceOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the public is shown a case, and as what */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /** Show a case to the public, in one's own words */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReleaseIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /** Show it no longer */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TakeBackIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/cases/{case}/voices/{voice}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A voice note */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    case: string;
                    voice: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/webm": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All categories by class, with limits and emergency advice */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/categories/{category}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Switch a category on or off, or choose its limit */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    category: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CategoryChange"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CategoryOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who to sign in as and what to try, where this is a demo */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DemoOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/door-cards/{card}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The place and the categories of a scanned card */
        get: {
            parameters: {
                query?: {
                    t?: string;
                };
                header?: never;
                path: {
                    district: string;
                    card: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScannedCard"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live: which cases changed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/field/kit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a phone keeps for work without a signal, as changes since a token */
        get: {
            parameters: {
                query?: {
                    since?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KitOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/field/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to do today, in order */
        get: {
            parameters: {
                query?: {
                    lat?: number;
                    lon?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TodayOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts and rates of an area, by its parts, category, day or month */
        get: {
            parameters: {
                query: {
                    area?: string;
                    from: string;
                    to: string;
                    by?: components["schemas"]["By"];
                    level?: components["schemas"]["Level"];
                    lens?: components["schemas"]["Lens"];
                    category?: string;
                    metrics?: components["schemas"]["Metric"][];
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FiguresOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/figures/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records behind one figure, newest first */
        get: {
            parameters: {
                query: {
                    metric: components["schemas"]["Metric"];
                    area?: string;
                    from: string;
                    to: string;
                    lens?: components["schemas"]["Lens"];
                    category?: string;
                    no_category?: boolean;
                    own_only?: boolean;
                    level?: components["schemas"]["Level"];
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenedRowsOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow a report by its code */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FollowOut"];
                    };
                };
                /** @description Unchanged since If-None-Match */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw, object, restore or reopen */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowActionIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FollowOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A photo of a followed report */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    code: string;
                    photo: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rate what was done */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RatingIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FollowOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prove that a report was there, unaltered */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/follow/{code}/voices/{voice}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A voice note of a followed report */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    code: string;
                    voice: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/webm": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a year's holidays from a file, or see what that would change */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HolidaysIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolidaysOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose is this point or address? The deepest area and its chain upward */
        get: {
            parameters: {
                query?: {
                    lat?: number;
                    lon?: number;
                    address?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LocateOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organisations of the district */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    limit?: number;
                    with_inactive?: boolean;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganisationList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Add an organisation */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrganisationIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganisationOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/paper-forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a photographed form; its photo waits for the report */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "image/jpeg": unknown;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaperFormOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password; every session ends and a new one begins */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordChangeIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a photo; name it in a report within a day */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "image/jpeg": unknown;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PhotoUploaded"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/posts/{grant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Show a name or an office telephone of a post, by consent */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    grant: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PostIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublishedPost"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /** Take what a post shows off at once */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    grant: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostWithdrawn"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By when most similar cases were solved, and how often that was kept */
        get: {
            parameters: {
                query?: {
                    summary?: boolean;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PromisesOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/promises/months": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the numbers of promises consist of, month by month */
        get: {
            parameters: {
                query?: {
                    category?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PromiseMonthsOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/receipts/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove that what a receipt stands for was recorded that day, unaltered */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReceiptIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptProofOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/released": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is shown to the public nearby, nearest first */
        get: {
            parameters: {
                query?: {
                    lat?: number;
                    lon?: number;
                    radius_m?: number;
                    category?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleasedList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/released/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts by grid in a view, and points when it is narrow */
        get: {
            parameters: {
                query?: {
                    west?: number;
                    south?: number;
                    east?: number;
                    north?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleasedMap"];
                    };
                };
                /** @description Unchanged since If-None-Match */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/released/{released}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One report that is shown to the public */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    released: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleasedOut"];
                    };
                };
                /** @description Unchanged since If-None-Match */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/released/{released}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow this: report the same */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    released: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JoinIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/released/{released}/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A photo that staff chose for the public */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    released: string;
                    photo: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report a problem */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReportIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/roots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The published daily roots over everything recorded */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DailyRootList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/saved-filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists of cases kept under a name, with how many there are now */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedFilterList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Keep a list of cases under a name */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SavedFilterIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedFilterOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/saved-filters/{filter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a list of cases */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    filter: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilterRemoved"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Logins and changes of rights, newest first */
        get: {
            parameters: {
                query?: {
                    before?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecurityEventList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in, and the token for writes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        /** Log out */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EmptyIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoneOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/stage-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long each stage may take in this district */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StageSettingList"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/stage-limits/{setting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set how long a stage may take from now on, or go back to what is typical */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                    setting: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StageSettingIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StageSettingOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/tiles/areas/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A vector tile of areas and their labels */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    z: string;
                    x: string;
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/tiles/cases/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A vector tile of open cases: counts by area, from zoom 14 on each one */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                    z: string;
                    x: string;
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/voice-notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a voice note of at most 90 seconds; name it in a report within a day */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "audio/webm": unknown;
                    "audio/ogg": unknown;
                    "audio/mp4": unknown;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VoiceUploaded"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{district}/work-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the district's working hours */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WorkHoursIn"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkHoursOut"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which district */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plain/style.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the plain pages look */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plain/{district}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The form without script */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Report by that form */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": unknown;
                    "application/x-www-form-urlencoded": unknown;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plain/{district}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow a report without script */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    district: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccountIn */
        AccountIn: {
            login: string;
            name: string;
            area: string;
            password: string;
            grants?: components["schemas"]["GrantIn"][];
        };
        /** AccountList */
        AccountList: {
            accounts: components["schemas"]["AccountOut"][];
            next?: string;
        };
        /** AccountOut */
        AccountOut: {
            account: string;
            login: string;
            name: string;
            area: string;
            state: components["schemas"]["AccountState"];
            must_change_password: boolean;
            /** Format: date-time */
            locked_until?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            version: number;
            grants: components["schemas"]["GrantOut"][];
        };
        /**
         * AccountState
         * @enum {string}
         */
        AccountState: "active" | "disabled";
        /** AccountVersionIn */
        AccountVersionIn: {
            /** Format: int64 */
            version: number;
        };
        /**
         * Action
         * @enum {string}
         */
        Action: "report" | "report_self_handled" | "import" | "register" | "verify_first" | "decline" | "merge" | "withdraw" | "locate" | "recategorise" | "confirm" | "refute" | "cannot_reach" | "dispatch" | "rule" | "escalate" | "recall" | "accept" | "return" | "report_done" | "request_extension" | "decide_extension" | "request_shelving" | "decide_shelving" | "ask_help" | "resume" | "pass" | "fail" | "draw" | "rate" | "reopen" | "archive" | "object" | "restore" | "unmerge" | "absorb" | "release" | "publish" | "unpublish" | "warn" | "supervise" | "note";
        /** ActionIn */
        ActionIn: {
            action: components["schemas"]["Action"];
            /** Format: int64 */
            version: number;
            /** Format: date-time */
            done_at?: string;
            reason?: string;
            answer?: string;
            note?: string;
            responsible?: string;
            ground?: string;
            holder?: components["schemas"]["HolderIn"];
            assistants?: components["schemas"]["HolderIn"][];
            photos?: components["schemas"]["PhotoIn"][];
            voices?: components["schemas"]["VoiceIn"][];
            limit?: string;
            category?: string;
            main_case?: string;
            place?: components["schemas"]["PlaceIn"];
            address?: string;
            /** Format: date-time */
            until?: string;
            granted?: boolean;
            solved?: boolean;
            satisfied?: boolean;
            reached?: boolean;
            /** Format: int32 */
            stars?: number;
        };
        /**
         * ActorKind
         * @enum {string}
         */
        ActorKind: "reporter" | "account" | "clock" | "system";
        /** ActorOut */
        ActorOut: {
            kind: components["schemas"]["ActorKind"];
            name: string;
        };
        /** AddressChoiceOut */
        AddressChoiceOut: {
            area: components["schemas"]["AreaOut"];
            area_names: string[];
            place?: components["schemas"]["LatLon"];
            doubt: components["schemas"]["AddressDoubt"];
            whole: boolean;
        };
        /**
         * AddressDoubt
         * @enum {string}
         */
        AddressDoubt: "none" | "more_than_one" | "number_unclear" | "part_unknown" | "parts_disagree" | "near_only" | "road_only";
        /** AddressOut */
        AddressOut: {
            outcome: components["schemas"]["AddressOutcome"];
            words: components["schemas"]["AddressWordOut"][];
            choices: components["schemas"]["AddressChoiceOut"][];
            more: boolean;
        };
        /**
         * AddressOutcome
         * @enum {string}
         */
        AddressOutcome: "one" | "several" | "none";
        /**
         * AddressPart
         * @enum {string}
         */
        AddressPart: "name" | "house" | "building" | "unit" | "floor" | "room" | "bare" | "rest" | "around" | "unknown";
        /** AddressWordOut */
        AddressWordOut: {
            words: string;
            part: components["schemas"]["AddressPart"];
        };
        /**
         * Alarm
         * @enum {string}
         */
        Alarm: "none" | "warned" | "overdue";
        /** AllowedOut */
        AllowedOut: {
            action: components["schemas"]["Action"];
            needs: string[];
            optional: string[];
        };
        /** AnswersOut */
        AnswersOut: {
            known: boolean;
            levels: components["schemas"]["LevelOut"][];
        };
        /**
         * App
         * @enum {string}
         */
        App: "console" | "field";
        /** AreaOut */
        AreaOut: {
            id: string;
            parent?: string;
            level: components["schemas"]["Level"];
            code: string;
            name: string;
            /** Format: int32 */
            depth: number;
            /** Format: int64 */
            children: number;
            /** Format: int64 */
            area_m2: number;
            label?: components["schemas"]["LatLon"];
        };
        /** AreasOut */
        AreasOut: {
            /** Format: int64 */
            territory_version: number;
            areas: components["schemas"]["AreaOut"][];
            next?: string;
        };
        /** Bounds */
        Bounds: {
            south_west: components["schemas"]["LatLon"];
            north_east: components["schemas"]["LatLon"];
        };
        /**
         * By
         * @enum {string}
         */
        By: "total" | "area" | "category" | "day" | "month";
        /** CalendarDayOut */
        CalendarDayOut: {
            /** Format: date */
            date: string;
            kind: components["schemas"]["DayKind"];
            name: string;
        };
        /** CalendarOut */
        CalendarOut: {
            years_known: number[];
            work_hours: components["schemas"]["WorkHoursOut"];
            days: components["schemas"]["CalendarDayOut"][];
        };
        /** CardCategory */
        CardCategory: {
            code: string;
            name_zh: string;
            name_en: string;
        };
        /** CardHolder */
        CardHolder: {
            role: components["schemas"]["Role"];
            name: string;
            phone: string;
            hours: string;
        };
        /** CardPlace */
        CardPlace: {
            lat: number;
            lon: number;
        };
        /** CaseArea */
        CaseArea: {
            id: string;
            code: string;
            name: string;
            level: components["schemas"]["Level"];
        };
        /** CaseCategory */
        CaseCategory: {
            id: string;
            code: string;
            name_zh: string;
            name_en: string;
        };
        /** CaseDetail */
        CaseDetail: {
            id: string;
            /** Format: int64 */
            number: number;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            area_names: string[];
            desk: components["schemas"]["CaseArea"];
            holder: components["schemas"]["HolderOut"];
            /** Format: date-time */
            due_at?: string;
            alarm: components["schemas"]["Alarm"];
            emergency: boolean;
            /** Format: date-time */
            reported_at: string;
            channel: components["schemas"]["Channel"];
            /** Format: int32 */
            photo_count: number;
            /** Format: int32 */
            co_reporters: number;
            /** Format: int64 */
            version: number;
            words: string;
            address: string;
            answer: string;
            nature: string;
            restricted: boolean;
            must_rule: boolean;
            sampled?: boolean;
            place?: components["schemas"]["PlaceOut"];
            clock?: components["schemas"]["ClockOut"];
            paused?: components["schemas"]["PausedOut"];
            supervisor?: components["schemas"]["CaseArea"];
            assistants: components["schemas"]["HolderOut"][];
            limits: string[];
            photos: components["schemas"]["PhotoOut"][];
            voices: components["schemas"]["VoiceOut"][];
            events: components["schemas"]["EventOut"][];
            allowed: components["schemas"]["AllowedOut"][];
            pending?: components["schemas"]["PendingOut"];
            merged_into?: components["schemas"]["CaseRef"];
            reports: components["schemas"]["ReportOfCase"][];
            can_reveal: boolean;
            duplicates: components["schemas"]["DuplicateOut"][];
            rating?: components["schemas"]["RatingOut"];
            /** Format: date-time */
            reopen_until?: string;
            /** Format: int32 */
            extensions: number;
            /** Format: int32 */
            returns: number;
            /** Format: int32 */
            reworks: number;
            /** Format: int32 */
            reopenings: number;
        };
        /** CaseList */
        CaseList: {
            items: components["schemas"]["CaseRow"][];
            next?: string;
            search?: components["schemas"]["SearchOut"];
        };
        /** CaseRef */
        CaseRef: {
            id: string;
            /** Format: int64 */
            number: number;
        };
        /** CaseRow */
        CaseRow: {
            id: string;
            /** Format: int64 */
            number: number;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            area_names: string[];
            desk: components["schemas"]["CaseArea"];
            holder: components["schemas"]["HolderOut"];
            /** Format: date-time */
            due_at?: string;
            alarm: components["schemas"]["Alarm"];
            emergency: boolean;
            /** Format: date-time */
            reported_at: string;
            channel: components["schemas"]["Channel"];
            /** Format: int32 */
            photo_count: number;
            /** Format: int32 */
            co_reporters: number;
            /** Format: int64 */
            version: number;
        };
        /** CategoryChange */
        CategoryChange: {
            /** Format: int64 */
            version: number;
            active?: boolean;
            limit?: string;
        };
        /** CategoryOut */
        CategoryOut: {
            id: string;
            code: string;
            name_zh: string;
            name_en: string;
            limits: string[];
            limit: string;
            nature: components["schemas"]["Nature"];
            self_handling: boolean;
            emergency?: string;
            /** Format: int32 */
            usual?: number;
            active: boolean;
            /** Format: int64 */
            version: number;
        };
        /**
         * Channel
         * @enum {string}
         */
        Channel: "resident_page" | "door_card" | "paper" | "walk_in" | "phone" | "hotline" | "worker_note" | "file_import" | "released_page";
        /**
         * ClockKind
         * @enum {string}
         */
        ClockKind: "none" | "register" | "verify" | "dispatch" | "accept" | "handle" | "check" | "follow_up" | "sampling" | "review" | "objection" | "restoring" | "main_case";
        /** ClockOut */
        ClockOut: {
            kind: components["schemas"]["ClockKind"];
            limit: string;
            /** Format: int32 */
            extensions: number;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            due_at: string;
            calendar_missing: boolean;
        };
        /** ContactIn */
        ContactIn: {
            name?: string;
            phone?: string;
        };
        /** ContactOut */
        ContactOut: {
            name: string;
            phone: string;
        };
        /** Counts */
        Counts: {
            queues: components["schemas"]["QueueCounts"];
            states: {
                [key: string]: number;
            };
            /** Format: int32 */
            capped_at: number;
        };
        /** DailyRootList */
        DailyRootList: {
            items: components["schemas"]["DailyRootOut"][];
        };
        /** DailyRootOut */
        DailyRootOut: {
            /** Format: date */
            day: string;
            root: string;
            /** Format: int64 */
            leaf_count: number;
            previous_link: string;
            link: string;
            /** Format: date-time */
            computed_at: string;
        };
        /**
         * DayKind
         * @enum {string}
         */
        DayKind: "off" | "work";
        /** DemoAccount */
        DemoAccount: {
            login: string;
            name: string;
            role: components["schemas"]["Role"];
            area_name: string;
            try_zh: string;
            try_en: string;
            app: components["schemas"]["App"];
        };
        /** DemoFollowCode */
        DemoFollowCode: {
            code: string;
            state: components["schemas"]["State"];
        };
        /** DemoOut */
        DemoOut: {
            password: string;
            live: boolean;
            accounts: components["schemas"]["DemoAccount"][];
            follow_codes: components["schemas"]["DemoFollowCode"][];
        };
        /** DistrictLine */
        DistrictLine: {
            code: string;
            name: string;
            name_en: string;
        };
        /** DistrictOut */
        DistrictOut: {
            id: string;
            code: string;
            name: string;
            name_en: string;
            root: string;
            /** Format: int32 */
            utc_offset_minutes: number;
            /** Format: int64 */
            territory_version: number;
            /** Format: int64 */
            areas: number;
            centre?: components["schemas"]["LatLon"];
            bounds?: components["schemas"]["Bounds"];
        };
        /** DistrictsOut */
        DistrictsOut: {
            districts: components["schemas"]["DistrictLine"][];
        };
        /** DoneOut */
        DoneOut: {
            done: boolean;
        };
        /** DoorCard */
        DoorCard: {
            area: components["schemas"]["CaseArea"];
            area_names: string[];
            district_name: string;
            holders: components["schemas"]["CardHolder"][];
            report_url: string;
            card_code: string;
            categories: components["schemas"]["CardCategory"][];
            qr_path: components["schemas"]["QrPath"];
            form: components["schemas"]["FormGeometry"];
        };
        /** DoorCardPage */
        DoorCardPage: {
            items: components["schemas"]["DoorCard"][];
            next?: string;
        };
        /**
         * Doubt
         * @enum {string}
         */
        Doubt: "no_form" | "card_unknown" | "form_incomplete" | "form_bent" | "photo_too_faint" | "tick_unclear" | "nothing_ticked";
        /** DuplicateOut */
        DuplicateOut: {
            id: string;
            /** Format: int64 */
            number: number;
            title: string;
            /** Format: int32 */
            distance_m: number;
            /** Format: int32 */
            minutes_apart: number;
            same_category: boolean;
        };
        /** EmptyIn */
        EmptyIn: Record<string, never>;
        /** EntryIn */
        EntryIn: {
            words: string;
            category?: string;
            place?: components["schemas"]["PlaceIn"];
            address?: string;
            contact?: components["schemas"]["ContactIn"];
            photos?: components["schemas"]["PhotoIn"][];
            voices?: components["schemas"]["VoiceIn"][];
            channel?: components["schemas"]["Channel"];
            nature?: components["schemas"]["Nature"];
            about_holder?: boolean;
            language?: string;
            /** Format: date-time */
            done_at?: string;
            self_handled?: boolean;
            answer?: string;
        };
        /** EntryOut */
        EntryOut: {
            /** Format: int64 */
            number: number;
            follow_code: string;
            follow_path: string;
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            desk: components["schemas"]["CaseArea"];
            /** Format: date-time */
            due_at?: string;
            receipt: string;
            /** Format: date */
            receipt_day: string;
            emergency_number?: string;
            promise?: components["schemas"]["PromiseOut"];
            id: string;
        };
        /** EventOut */
        EventOut: {
            /** Format: int32 */
            seq: number;
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            recorded_at: string;
            late: boolean;
            action: string;
            from: string;
            to: string;
            actor: components["schemas"]["ActorOut"];
            words: string;
            data: {
                [key: string]: string;
            };
            hash: string;
        };
        /** FieldArea */
        FieldArea: {
            id: string;
            code: string;
            name: string;
            level: components["schemas"]["Level"];
            parent?: string;
            centre?: components["schemas"]["LatLon"];
            outline?: number[][];
        };
        /** FieldAreas */
        FieldAreas: {
            changed: components["schemas"]["FieldArea"][];
            removed: string[];
        };
        /** FieldCase */
        FieldCase: {
            id: string;
            /** Format: int64 */
            number: number;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            area_names: string[];
            desk: components["schemas"]["CaseArea"];
            holder: components["schemas"]["HolderOut"];
            /** Format: date-time */
            due_at?: string;
            alarm: components["schemas"]["Alarm"];
            emergency: boolean;
            /** Format: date-time */
            reported_at: string;
            channel: components["schemas"]["Channel"];
            /** Format: int32 */
            photo_count: number;
            /** Format: int32 */
            co_reporters: number;
            /** Format: int64 */
            version: number;
            words: string;
            address: string;
            answer: string;
            nature: string;
            restricted: boolean;
            must_rule: boolean;
            sampled?: boolean;
            place?: components["schemas"]["PlaceOut"];
            clock?: components["schemas"]["ClockOut"];
            paused?: components["schemas"]["PausedOut"];
            supervisor?: components["schemas"]["CaseArea"];
            assistants: components["schemas"]["HolderOut"][];
            limits: string[];
            photos: components["schemas"]["PhotoOut"][];
            voices: components["schemas"]["VoiceOut"][];
            events: components["schemas"]["EventOut"][];
            allowed: components["schemas"]["AllowedOut"][];
            pending?: components["schemas"]["PendingOut"];
            merged_into?: components["schemas"]["CaseRef"];
            reports: components["schemas"]["ReportOfCase"][];
            can_reveal: boolean;
            duplicates: components["schemas"]["DuplicateOut"][];
            rating?: components["schemas"]["RatingOut"];
            /** Format: date-time */
            reopen_until?: string;
            /** Format: int32 */
            extensions: number;
            /** Format: int32 */
            returns: number;
            /** Format: int32 */
            reworks: number;
            /** Format: int32 */
            reopenings: number;
            reason: components["schemas"]["WorkReason"];
            then: components["schemas"]["FieldThen"][];
        };
        /** FieldCases */
        FieldCases: {
            changed: components["schemas"]["FieldCase"][];
            removed: string[];
        };
        /** FieldPerson */
        FieldPerson: {
            account: string;
            name: string;
            roles: components["schemas"]["Role"][];
        };
        /** FieldThen */
        FieldThen: {
            action: components["schemas"]["Action"];
            allowed: components["schemas"]["AllowedOut"][];
        };
        /** FigureKeyOut */
        FigureKeyOut: {
            area?: string;
            own_only?: boolean;
            category?: string;
            no_category?: boolean;
            code?: string;
            name?: string;
            /** Format: date */
            day?: string;
        };
        /** FigureRowOut */
        FigureRowOut: {
            key: components["schemas"]["FigureKeyOut"];
            values: {
                [key: string]: number;
            };
            sums: {
                [key: string]: number;
            };
            rates?: components["schemas"]["RateOut"][];
        };
        /** FiguresOut */
        FiguresOut: {
            area: string;
            area_name: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            by: components["schemas"]["By"];
            lens: components["schemas"]["Lens"];
            boundaries_current: boolean;
            total: {
                [key: string]: number;
            };
            sums: {
                [key: string]: number;
            };
            rates: components["schemas"]["RateOut"][];
            rows: components["schemas"]["FigureRowOut"][];
            /** Format: int64 */
            unfolded: number;
        };
        /** FilterRemoved */
        FilterRemoved: Record<string, never>;
        /** FollowActionIn */
        FollowActionIn: {
            action: components["schemas"]["Action"];
            reason?: string;
            photos?: components["schemas"]["PhotoIn"][];
        };
        /** FollowOut */
        FollowOut: {
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            joined?: number;
            withheld: boolean;
            title: string;
            words: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["State"];
            area_names: string[];
            address: string;
            place?: components["schemas"]["PlaceOut"];
            /** Format: date-time */
            reported_at: string;
            holder: components["schemas"]["HolderOut"];
            /** Format: date-time */
            due_at?: string;
            overdue: boolean;
            calendar_missing: boolean;
            supervisor?: components["schemas"]["CaseArea"];
            steps: components["schemas"]["StepOut"][];
            photos: components["schemas"]["PhotoOut"][];
            voices: components["schemas"]["VoiceOut"][];
            answer: string;
            can: components["schemas"]["Action"][];
            rating?: components["schemas"]["RatingOut"];
            /** Format: date-time */
            reopen_until?: string;
            /** Format: int32 */
            co_reporters: number;
            promise?: components["schemas"]["PromiseOut"];
            receipt: string;
            /** Format: date */
            receipt_day: string;
        };
        /** FormBox */
        FormBox: {
            category: string;
            x: number;
            y: number;
            size: number;
        };
        /** FormGeometry */
        FormGeometry: {
            width_mm: number;
            height_mm: number;
            marks: components["schemas"]["Spot"][];
            qr: components["schemas"]["Spot"];
            boxes: components["schemas"]["FormBox"][];
            words: components["schemas"]["Frame"];
            contact: components["schemas"]["Frame"];
        };
        /**
         * FoundIn
         * @enum {string}
         */
        FoundIn: "number" | "title" | "words" | "address" | "answer" | "follow_up" | "category";
        /** FoundOut */
        FoundOut: {
            id: string;
            in: components["schemas"]["FoundIn"];
            text: string;
            marks: components["schemas"]["MarkOut"][];
        };
        /** Frame */
        Frame: {
            x: number;
            y: number;
            width: number;
            height: number;
        };
        /** GrantIn */
        GrantIn: {
            role: components["schemas"]["Role"];
            area: string;
            organisation?: string;
            /** Format: date-time */
            valid_from?: string;
            /** Format: date-time */
            valid_to?: string;
        };
        /** GrantOut */
        GrantOut: {
            grant: string;
            role: components["schemas"]["Role"];
            area: string;
            organisation?: string;
            /** Format: date-time */
            valid_from: string;
            /** Format: date-time */
            valid_to?: string;
            granted_by?: string;
        };
        /** HolderChoice */
        HolderChoice: {
            kind: components["schemas"]["HolderKind"];
            id: string;
            name: string;
            role: string;
            area_name: string;
        };
        /** HolderIn */
        HolderIn: {
            kind: components["schemas"]["HolderKind"];
            id: string;
        };
        /**
         * HolderKind
         * @enum {string}
         */
        HolderKind: "desk" | "workers" | "verifiers" | "account" | "organisation" | "records";
        /** HolderOut */
        HolderOut: {
            kind: components["schemas"]["HolderKind"];
            id: string;
            name: string;
        };
        /** HolidayChange */
        HolidayChange: {
            /** Format: date */
            date: string;
            name: string;
            before?: components["schemas"]["DayKind"];
            after?: components["schemas"]["DayKind"];
        };
        /** HolidayYearOut */
        HolidayYearOut: {
            /** Format: int32 */
            year: number;
            known: boolean;
            /** Format: int32 */
            off: number;
            /** Format: int32 */
            work: number;
            changes: components["schemas"]["HolidayChange"][];
        };
        /** HolidaysIn */
        HolidaysIn: {
            text: string;
            dry_run: boolean;
        };
        /** HolidaysOut */
        HolidaysOut: {
            imported: boolean;
            faults: components["schemas"]["LineFault"][];
            years: components["schemas"]["HolidayYearOut"][];
        };
        /** JoinIn */
        JoinIn: {
            words?: string;
            contact?: components["schemas"]["ContactIn"];
            language?: string;
        };
        /** KitOut */
        KitOut: {
            token: string;
            full: boolean;
            /** Format: date-time */
            server_time: string;
            /** Format: int32 */
            wipe_after_hours: number;
            me: components["schemas"]["FieldPerson"];
            areas: components["schemas"]["FieldAreas"];
            cases: components["schemas"]["FieldCases"];
            usual: string[];
            more: boolean;
        };
        /** LatLon */
        LatLon: {
            lat: number;
            lon: number;
        };
        /**
         * Lens
         * @enum {string}
         */
        Lens: "as_was" | "as_is";
        /**
         * Level
         * @enum {string}
         */
        Level: "district" | "street" | "community" | "grid" | "micro_grid" | "building" | "dwelling" | "dedicated_grid";
        /** LevelOut */
        LevelOut: {
            area: components["schemas"]["CaseArea"];
            posts: components["schemas"]["PostOut"][];
        };
        /** LineFault */
        LineFault: {
            /** Format: int32 */
            line: number;
            why: string;
            found: string;
        };
        /** LocateOut */
        LocateOut: {
            inside: boolean;
            /** Format: int64 */
            territory_version: number;
            area?: components["schemas"]["AreaOut"];
            chain: components["schemas"]["AreaOut"][];
            nearest?: components["schemas"]["NearOut"];
            address?: components["schemas"]["AddressOut"];
        };
        /** LoginIn */
        LoginIn: {
            login: string;
            password: string;
        };
        /** MarkOut */
        MarkOut: {
            /** Format: int32 */
            from: number;
            /** Format: int32 */
            to: number;
        };
        /**
         * Metric
         * @enum {string}
         */
        Metric: "reported" | "registered" | "declined" | "dispatched" | "right_first_time" | "returned" | "accepted" | "handled" | "handled_on_time" | "overdue" | "reworked" | "closed" | "closed_on_time" | "closed_at_micro_grid" | "closed_at_grid" | "closed_at_community" | "closed_at_street" | "closed_at_district" | "self_handled" | "escalated" | "extended" | "shelved" | "followed_up" | "reached" | "solved" | "satisfied" | "reopened" | "merged" | "withdrawn" | "imported" | "published" | "promised" | "promise_due" | "promise_kept";
        /**
         * Nature
         * @enum {string}
         */
        Nature: "solve" | "complain" | "ask" | "suggest" | "thank" | "other";
        /** NearOut */
        NearOut: {
            area: components["schemas"]["AreaOut"];
            /** Format: int64 */
            metres: number;
        };
        /** NoBody */
        NoBody: Record<string, never>;
        /** OpenedRowOut */
        OpenedRowOut: {
            fact: string;
            source_kind: string;
            source: string;
            number?: string;
            title?: string;
            /** Format: date-time */
            at: string;
            /** Format: date */
            day: string;
            /** Format: int64 */
            value: number;
            area: string;
            area_name: string;
            category?: string;
            category_code?: string;
        };
        /** OpenedRowsOut */
        OpenedRowsOut: {
            metric: components["schemas"]["Metric"];
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            sum: number;
            items: components["schemas"]["OpenedRowOut"][];
            next?: string;
        };
        /** OrganisationIn */
        OrganisationIn: {
            name: string;
            kind: components["schemas"]["OrganisationKind"];
            area: string;
        };
        /**
         * OrganisationKind
         * @enum {string}
         */
        OrganisationKind: "department" | "property_manager" | "owners_committee" | "company" | "other";
        /** OrganisationList */
        OrganisationList: {
            organisations: components["schemas"]["OrganisationOut"][];
            next?: string;
        };
        /** OrganisationOut */
        OrganisationOut: {
            organisation: string;
            name: string;
            kind: components["schemas"]["OrganisationKind"];
            area: string;
            active: boolean;
        };
        /** PaperFormOut */
        PaperFormOut: {
            area?: components["schemas"]["CaseArea"];
            card_code?: string;
            ticked: string[];
            photo: components["schemas"]["PaperPhoto"];
            sure: boolean;
            why?: components["schemas"]["Doubt"];
        };
        /** PaperPhoto */
        PaperPhoto: {
            photo: string;
            token: string;
        };
        /** PasswordChangeIn */
        PasswordChangeIn: {
            current: string;
            next: string;
        };
        /** PasswordResetIn */
        PasswordResetIn: {
            password: string;
        };
        /**
         * PathSide
         * @enum {string}
         */
        PathSide: "left" | "right";
        /** PathStepOut */
        PathStepOut: {
            side: components["schemas"]["PathSide"];
            hash: string;
        };
        /** PausedOut */
        PausedOut: {
            kind: components["schemas"]["ClockKind"];
            limit: string;
            /** Format: int64 */
            used_seconds: number;
        };
        /**
         * Pending
         * @enum {string}
         */
        Pending: "none" | "extension" | "shelving";
        /** PendingOut */
        PendingOut: {
            kind: components["schemas"]["Pending"];
            reason: string;
            /** Format: date-time */
            until?: string;
        };
        /** PersonOut */
        PersonOut: {
            account: string;
            name: string;
            role: components["schemas"]["Role"];
            shown?: components["schemas"]["PostOut"];
        };
        /** PersonThere */
        PersonThere: {
            account: string;
            name: string;
            editing: boolean;
            /** Format: date-time */
            since: string;
        };
        /** PhotoIn */
        PhotoIn: {
            photo: string;
            token: string;
            kind: components["schemas"]["PhotoKind"];
        };
        /**
         * PhotoKind
         * @enum {string}
         */
        PhotoKind: "near" | "far" | "reference" | "before" | "after";
        /** PhotoOut */
        PhotoOut: {
            photo: string;
            kind?: components["schemas"]["PhotoKind"];
            /** Format: int32 */
            width: number;
            /** Format: int32 */
            height: number;
            /** Format: date-time */
            uploaded_at: string;
        };
        /** PhotoUploaded */
        PhotoUploaded: {
            photo: string;
            token: string;
            /** Format: int32 */
            width: number;
            /** Format: int32 */
            height: number;
            /** Format: date-time */
            expires_at: string;
        };
        /** PlaceHeldOut */
        PlaceHeldOut: {
            area: components["schemas"]["CaseArea"];
            area_names: string[];
            address: string;
            also_called: string;
            place?: components["schemas"]["LatLon"];
            levels: components["schemas"]["PlaceLevel"][];
            parts: components["schemas"]["CaseArea"][];
            /** Format: int64 */
            buildings: number;
            /** Format: int32 */
            open: number;
            capped: boolean;
        };
        /** PlaceIn */
        PlaceIn: {
            lat: number;
            lon: number;
            accuracy_m?: number;
        };
        /** PlaceLevel */
        PlaceLevel: {
            area: components["schemas"]["CaseArea"];
            people: components["schemas"]["PersonOut"][];
        };
        /** PlaceOut */
        PlaceOut: {
            lat: number;
            lon: number;
            accuracy_m?: number;
        };
        /** PostIn */
        PostIn: {
            name?: string;
            phone?: string;
            hours?: string;
            consent: string;
        };
        /** PostOut */
        PostOut: {
            role: components["schemas"]["Role"];
            name: string;
            phone: string;
            hours: string;
        };
        /** PostWithdrawn */
        PostWithdrawn: Record<string, never>;
        /** PresenceIn */
        PresenceIn: {
            editing: boolean;
            leaving?: boolean;
        };
        /** PresenceOut */
        PresenceOut: {
            others: components["schemas"]["PersonThere"][];
        };
        /**
         * PromiseBasis
         * @enum {string}
         */
        PromiseBasis: "category" | "class" | "district" | "too_few" | "too_many_open" | "unknown_then";
        /** PromiseCategory */
        PromiseCategory: {
            id: string;
            code: string;
            name_zh: string;
            name_en: string;
        };
        /** PromiseCounts */
        PromiseCounts: {
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            due: number;
            /** Format: int64 */
            kept: number;
        };
        /** PromiseLine */
        PromiseLine: {
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            due: number;
            /** Format: int64 */
            kept: number;
            enough: boolean;
            category: components["schemas"]["PromiseCategory"];
            basis: components["schemas"]["PromiseBasis"];
            /** Format: int64 */
            hours?: number;
            /** Format: int64 */
            similar: number;
        };
        /** PromiseMonth */
        PromiseMonth: {
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            due: number;
            /** Format: int64 */
            kept: number;
            /** Format: date */
            month: string;
        };
        /** PromiseMonthsOut */
        PromiseMonthsOut: {
            /** Format: date */
            since: string;
            /** Format: date */
            until: string;
            total: components["schemas"]["PromiseCounts"];
            months: components["schemas"]["PromiseMonth"][];
        };
        /** PromiseOut */
        PromiseOut: {
            /** Format: date-time */
            until?: string;
            /** Format: int64 */
            hours?: number;
            /** Format: int32 */
            similar: number;
            /** Format: int32 */
            share: number;
            basis: components["schemas"]["PromiseBasis"];
        };
        /** PromiseTally */
        PromiseTally: {
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            due: number;
            /** Format: int64 */
            kept: number;
            enough: boolean;
        };
        /** PromisesOut */
        PromisesOut: {
            /** Format: date */
            since: string;
            /** Format: date */
            until: string;
            /** Format: int32 */
            share: number;
            /** Format: int32 */
            few_below: number;
            overall: components["schemas"]["PromiseTally"];
            items: components["schemas"]["PromiseLine"][];
        };
        /** ProofStep */
        ProofStep: {
            side: string;
            hash: string;
        };
        /** PublicPoint */
        PublicPoint: {
            lat: number;
            lon: number;
        };
        /**
         * PublicState
         * @enum {string}
         */
        PublicState: "reported" | "registered" | "handling" | "checking" | "shelved" | "closed";
        /** PublishedPost */
        PublishedPost: {
            grant: string;
            role: components["schemas"]["Role"];
            area: components["schemas"]["CaseArea"];
            can: boolean;
            shown?: components["schemas"]["PostOut"];
            consent?: string;
            /** Format: date-time */
            published_at?: string;
        };
        /** PublishedPosts */
        PublishedPosts: {
            items: components["schemas"]["PublishedPost"][];
        };
        /** QrPath */
        QrPath: {
            /** Format: int32 */
            size: number;
            d: string;
        };
        /**
         * Queue
         * @enum {string}
         */
        Queue: "all" | "mine" | "desk" | "to_check" | "overdue" | "unlocated" | "reported";
        /** QueueCounts */
        QueueCounts: {
            /** Format: int32 */
            all: number;
            /** Format: int32 */
            mine: number;
            /** Format: int32 */
            desk: number;
            /** Format: int32 */
            to_check: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            unlocated: number;
            /** Format: int32 */
            reported: number;
        };
        /** RateOut */
        RateOut: {
            code: string;
            numerator_metric: components["schemas"]["Metric"];
            denominator_metric: components["schemas"]["Metric"];
            /** Format: int64 */
            numerator: number;
            /** Format: int64 */
            denominator: number;
            value?: number;
            low?: number;
            high?: number;
        };
        /** RatingIn */
        RatingIn: {
            solved: boolean;
            satisfied: boolean;
            /** Format: int32 */
            stars?: number;
            comment?: string;
        };
        /** RatingOut */
        RatingOut: {
            solved: boolean;
            satisfied: boolean;
            /** Format: int32 */
            stars?: number;
            comment: string;
            /** Format: date-time */
            at: string;
        };
        /** ReceiptIn */
        ReceiptIn: {
            receipt: string;
            /** Format: date */
            day: string;
        };
        /** ReceiptOut */
        ReceiptOut: {
            receipt: string;
            /** Format: date */
            day: string;
            root?: string;
            /** Format: int64 */
            leaf_index: number;
            /** Format: int64 */
            leaf_count: number;
            path: components["schemas"]["ProofStep"][];
            intact: boolean;
            /** Format: int32 */
            events: number;
            head: string;
        };
        /** ReceiptProofOut */
        ReceiptProofOut: {
            receipt: string;
            /** Format: date */
            day: string;
            published: boolean;
            root?: string;
            /** Format: int64 */
            leaf_index: number;
            /** Format: int64 */
            leaf_count: number;
            path: components["schemas"]["PathStepOut"][];
            previous_link?: string;
            link?: string;
        };
        /** ReleaseIn */
        ReleaseIn: {
            title: string;
            place: components["schemas"]["ReleasePlace"];
            photos: string[];
            answer?: string;
        };
        /** ReleaseOut */
        ReleaseOut: {
            releasable: boolean;
            why_not?: string;
            may: boolean;
            places: components["schemas"]["ReleasePlace"][];
            release?: components["schemas"]["ReleaseShown"];
        };
        /**
         * ReleasePlace
         * @enum {string}
         */
        ReleasePlace: "building" | "street";
        /** ReleaseShown */
        ReleaseShown: {
            id: string;
            title: string;
            place: components["schemas"]["ReleasePlace"];
            photos: string[];
            answer: string;
            /** Format: date-time */
            released_at: string;
            by: string;
            seen: boolean;
        };
        /** ReleasedList */
        ReleasedList: {
            items: components["schemas"]["ReleasedOut"][];
        };
        /** ReleasedMap */
        ReleasedMap: {
            areas: components["schemas"]["ReleasedTally"][];
            points: components["schemas"]["ReleasedPin"][];
            near: boolean;
        };
        /** ReleasedOut */
        ReleasedOut: {
            id: string;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["PublicState"];
            area_names: string[];
            place_name: string;
            place: components["schemas"]["PublicPoint"];
            /** Format: int32 */
            distance_m?: number;
            /** Format: date-time */
            reported_at: string;
            /** Format: date-time */
            closed_at?: string;
            /** Format: int32 */
            co_reporters: number;
            answer?: string;
            photos: components["schemas"]["ReleasedPhoto"][];
        };
        /** ReleasedPhoto */
        ReleasedPhoto: {
            photo: string;
            /** Format: int32 */
            width: number;
            /** Format: int32 */
            height: number;
        };
        /** ReleasedPin */
        ReleasedPin: {
            id: string;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["PublicState"];
            place: components["schemas"]["PublicPoint"];
        };
        /** ReleasedTally */
        ReleasedTally: {
            id: string;
            code: string;
            name: string;
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            done: number;
        };
        /** ReportIn */
        ReportIn: {
            words: string;
            category?: string;
            place?: components["schemas"]["PlaceIn"];
            address?: string;
            contact?: components["schemas"]["ContactIn"];
            photos?: components["schemas"]["PhotoIn"][];
            voices?: components["schemas"]["VoiceIn"][];
            channel?: components["schemas"]["Channel"];
            nature?: components["schemas"]["Nature"];
            about_holder?: boolean;
            language?: string;
            /** Format: date-time */
            done_at?: string;
        };
        /** ReportOfCase */
        ReportOfCase: {
            id: string;
            /** Format: int64 */
            number: number;
            channel: components["schemas"]["Channel"];
            /** Format: date-time */
            at: string;
            contact: string;
        };
        /** ReportOut */
        ReportOut: {
            /** Format: int64 */
            number: number;
            follow_code: string;
            follow_path: string;
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            desk: components["schemas"]["CaseArea"];
            /** Format: date-time */
            due_at?: string;
            receipt: string;
            /** Format: date */
            receipt_day: string;
            emergency_number?: string;
            promise?: components["schemas"]["PromiseOut"];
        };
        /** RevealIn */
        RevealIn: {
            reason: string;
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "part_time_worker" | "micro_grid_lead" | "grid_worker" | "grid_lead" | "community_desk" | "dispatcher" | "department" | "verifier" | "leader" | "system_administrator" | "security_administrator" | "auditor";
        /** SavedFilterIn */
        SavedFilterIn: {
            name: string;
            query: string;
            shared?: boolean;
        };
        /** SavedFilterList */
        SavedFilterList: {
            items: components["schemas"]["SavedFilterOut"][];
        };
        /** SavedFilterOut */
        SavedFilterOut: {
            id: string;
            name: string;
            query: string;
            /** Format: int32 */
            count?: number;
            capped: boolean;
            shared: boolean;
            mine: boolean;
        };
        /** ScannedCard */
        ScannedCard: {
            area: components["schemas"]["CaseArea"];
            area_names: string[];
            place?: components["schemas"]["CardPlace"];
            categories: components["schemas"]["CardCategory"][];
        };
        /** SearchOut */
        SearchOut: {
            /** Format: int64 */
            number?: number;
            words: string[];
            categories: components["schemas"]["CaseCategory"][];
            ignored: string[];
            complete: boolean;
            found: components["schemas"]["FoundOut"][];
        };
        /**
         * SecurityEvent
         * @enum {string}
         */
        SecurityEvent: "login_succeeded" | "login_failed" | "login_refused" | "account_locked" | "logged_out" | "password_changed" | "password_change_failed" | "password_reset" | "account_added" | "account_disabled" | "account_enabled" | "role_granted" | "role_revoked" | "organisation_added";
        /** SecurityEventList */
        SecurityEventList: {
            events: components["schemas"]["SecurityEventOut"][];
            next?: string;
        };
        /** SecurityEventOut */
        SecurityEventOut: {
            event: string;
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["SecurityEvent"];
            account?: string;
            by?: string;
            grant?: string;
            remote?: string;
        };
        /** SessionGrant */
        SessionGrant: {
            role: components["schemas"]["Role"];
            area: string;
            area_code: string;
            area_name: string;
            area_level: string;
            organisation?: string;
            organisation_name?: string;
        };
        /** SessionOut */
        SessionOut: {
            account: string;
            login: string;
            name: string;
            must_change_password: boolean;
            grants: components["schemas"]["SessionGrant"][];
            csrf_token: string;
        };
        /** Spot */
        Spot: {
            x: number;
            y: number;
            size: number;
        };
        /** StageSettingIn */
        StageSettingIn: {
            value?: string;
            seen: string;
        };
        /** StageSettingList */
        StageSettingList: {
            items: components["schemas"]["StageSettingOut"][];
        };
        /** StageSettingOut */
        StageSettingOut: {
            name: string;
            value: string;
            typical: string;
            own: boolean;
            /** Format: int32 */
            least?: number;
            /** Format: int32 */
            most?: number;
        };
        /** StandingCategory */
        StandingCategory: {
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            warned: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            emergency: number;
            category: components["schemas"]["CaseCategory"];
        };
        /** StandingHolder */
        StandingHolder: {
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            warned: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            emergency: number;
            holder: components["schemas"]["HolderOut"];
        };
        /** StandingOut */
        StandingOut: {
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            warned: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            emergency: number;
            area: components["schemas"]["CaseArea"];
            /** Format: date-time */
            at: string;
            /** Format: int32 */
            unlocated: number;
            states: components["schemas"]["StandingState"][];
            categories: components["schemas"]["StandingCategory"][];
            holders: components["schemas"]["StandingHolder"][];
            parts: components["schemas"]["StandingPart"][];
        };
        /** StandingPart */
        StandingPart: {
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            warned: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            emergency: number;
            area: components["schemas"]["CaseArea"];
            own_only: boolean;
        };
        /** StandingState */
        StandingState: {
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            warned: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            emergency: number;
            state: components["schemas"]["State"];
        };
        /**
         * State
         * @enum {string}
         */
        State: "reported" | "verifying" | "registered" | "dispatched" | "handling" | "checking" | "closed" | "self_handled" | "shelved" | "void" | "merged" | "withdrawn" | "archived" | "imported";
        /** StepOut */
        StepOut: {
            /** Format: date-time */
            at: string;
            action: string;
            state: string;
            by: string;
            note: string;
        };
        /** TakeBackIn */
        TakeBackIn: {
            reason: string;
        };
        /** TodayItem */
        TodayItem: {
            id: string;
            /** Format: int64 */
            number: number;
            title: string;
            category: components["schemas"]["CaseCategory"];
            state: components["schemas"]["State"];
            area?: components["schemas"]["CaseArea"];
            area_names: string[];
            desk: components["schemas"]["CaseArea"];
            holder: components["schemas"]["HolderOut"];
            /** Format: date-time */
            due_at?: string;
            alarm: components["schemas"]["Alarm"];
            emergency: boolean;
            /** Format: date-time */
            reported_at: string;
            channel: components["schemas"]["Channel"];
            /** Format: int32 */
            photo_count: number;
            /** Format: int32 */
            co_reporters: number;
            /** Format: int64 */
            version: number;
            reason: components["schemas"]["WorkReason"];
            /** Format: int32 */
            distance_m?: number;
            next?: components["schemas"]["Action"];
        };
        /** TodayOut */
        TodayOut: {
            items: components["schemas"]["TodayItem"][];
        };
        /** VoiceIn */
        VoiceIn: {
            voice: string;
            token: string;
        };
        /** VoiceOut */
        VoiceOut: {
            voice: string;
            media_type: string;
            /** Format: int64 */
            bytes: number;
            /** Format: int32 */
            seconds?: number;
            /** Format: date-time */
            uploaded_at: string;
        };
        /** VoiceUploaded */
        VoiceUploaded: {
            voice: string;
            token: string;
            media_type: string;
            /** Format: int32 */
            seconds?: number;
            /** Format: date-time */
            expires_at: string;
        };
        /** WorkHoursIn */
        WorkHoursIn: {
            spans: string;
            weekdays: number[];
            /** Format: int64 */
            version: number;
        };
        /** WorkHoursOut */
        WorkHoursOut: {
            spans: string;
            weekdays: number[];
            /** Format: int32 */
            utc_offset_minutes: number;
            /** Format: int64 */
            version: number;
        };
        /**
         * WorkReason
         * @enum {string}
         */
        WorkReason: "handle" | "verify" | "near" | "reported";
    };
    responses: {
        /** @description A refusal (RFC 9457). `code` is stable and is the translation key. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    status: number;
                    code: string;
                    detail?: string;
                    field?: string;
                    request_id?: string;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
