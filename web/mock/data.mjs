// SPDX-License-Identifier: Apache-2.0
// An invented district to develop the pages against. Nothing here is anybody's data; the server's
// own `gewu demo` replaces it as soon as it runs.
import { createHash } from 'node:crypto';

/** Small seeded generator: the same pictures on every run. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(20260301);
export const pick = (list) => list[Math.floor(next() * list.length)];
export const between = (low, high) => low + Math.floor(next() * (high - low + 1));
export const sha = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

let lastId = 7_100_000_000_000_000n;
export const newId = () => String((lastId += BigInt(between(3, 9000))));

export const district = {
  code: '440311',
  name: '光明区',
  centre: { lat: 22.75, lon: 113.93 },
  bounds: { south: 22.7, west: 113.87, north: 22.8, east: 113.99 },
  utc_offset_minutes: 480,
  territory_version: 3,
};

const STREETS = ['光明街道', '新湖街道', '玉塘街道', '马田街道'];
const COMMUNITIES = ['柳溪社区', '东亭社区', '南坪社区', '北桥社区'];

/** 4 streets × 4 communities × 3 grids on a slightly crooked chequerboard. */
function makeAreas() {
  const areas = [{ id: newId(), code: '440311', name: '光明区', level: 'district', parent: null }];
  const features = [];
  const { south, west, north, east } = district.bounds;
  const columns = 8;
  const rows = 6;
  const bend = (c, r) => [
    west + ((east - west) * (c + 0.18 * Math.sin(r * 1.7 + c))) / columns,
    south + ((north - south) * (r + 0.18 * Math.cos(c * 1.3 + r))) / rows,
  ];
  STREETS.forEach((streetName, s) => {
    const street = {
      id: newId(),
      code: `44031100${s + 1}`,
      name: streetName,
      level: 'street',
      parent: areas[0].id,
    };
    areas.push(street);
    COMMUNITIES.forEach((name, m) => {
      const community = {
        id: newId(),
        code: `${street.code}00${m + 1}`,
        name,
        level: 'community',
        parent: street.id,
      };
      areas.push(community);
      for (let g = 0; g < 3; g += 1) {
        const index = s * 12 + m * 3 + g;
        const grid = {
          id: newId(),
          code: `${community.code}00${g + 1}`,
          name: `${name.slice(0, 2)}第${g + 1}网格`,
          level: 'grid',
          parent: community.id,
        };
        areas.push(grid);
        const c = index % columns;
        const r = Math.floor(index / columns);
        const ring = [bend(c, r), bend(c + 1, r), bend(c + 1, r + 1), bend(c, r + 1), bend(c, r)];
        grid.box = ring;
        features.push({
          type: 'Feature',
          properties: { id: grid.id, name: grid.name, level: 'grid', code: grid.code },
          geometry: { type: 'Polygon', coordinates: [ring] },
        });
      }
    });
  });
  return { areas, geojson: { type: 'FeatureCollection', features } };
}

export const { areas, geojson } = makeAreas();
export const areaById = new Map(areas.map((area) => [area.id, area]));
export const grids = areas.filter((area) => area.level === 'grid');

export function chainOf(id) {
  const chain = [];
  for (let area = areaById.get(id); area; area = areaById.get(area.parent)) chain.push(area);
  return chain;
}

function insideRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export function gridAt(lat, lon) {
  return grids.find((grid) => insideRing([lon, lat], grid.box)) ?? null;
}

export function centreOf(grid) {
  const points = grid.box.slice(0, 4);
  return {
    lon: points.reduce((s, p) => s + p[0], 0) / 4,
    lat: points.reduce((s, p) => s + p[1], 0) / 4,
  };
}

const category = (code, zh, en, limits, more = {}) => ({
  id: newId(),
  code,
  name_zh: zh,
  name_en: en,
  emergency: false,
  emergency_number: null,
  usual: false,
  limits,
  ...more,
});

export const classes = [
  {
    code: '01',
    domain: 'event',
    name_zh: '市容环境',
    name_en: 'Street environment',
    categories: [
      category('e0101', '暴露垃圾', 'Exposed rubbish', ['work_hour:2', 'work_hour:4'], {
        usual: true,
      }),
      category('e0102', '积水', 'Standing water', ['urgent_hour:4', 'work_day:1'], { usual: true }),
      category('e0103', '道路破损', 'Damaged road', ['work_day:2', 'work_day:5'], { usual: true }),
      category('e0104', '小广告', 'Fly-posting', ['work_hour:4']),
      category('e0105', '绿地脏乱', 'Untidy green space', ['work_day:1']),
    ],
  },
  {
    code: '02',
    domain: 'event',
    name_zh: '安全隐患',
    name_en: 'Safety hazards',
    categories: [
      category('e0201', '电动车飞线充电', 'E-bike charged by stray wire', ['urgent_hour:2'], {
        usual: true,
      }),
      category('e0202', '堵塞消防通道', 'Blocked fire lane', ['urgent_hour:2'], { usual: true }),
      category('e0203', '楼道堆物', 'Things piled in stairwell', ['work_day:1'], { usual: true }),
      category('e0204', '燃气泄漏', 'Gas leak', ['urgent_minute:30'], {
        usual: true,
        emergency: true,
        emergency_number: '119',
      }),
    ],
  },
  {
    code: '03',
    domain: 'event',
    name_zh: '邻里与管理',
    name_en: 'Neighbours and management',
    categories: [
      category('e0301', '噪声扰民', 'Noise', ['work_hour:4'], { usual: true }),
      category('e0302', '邻里漏水纠纷', 'Leak between neighbours', ['work_day:3']),
      category('e0303', '违规养犬', 'Dog without leash', ['work_day:1'], { usual: true }),
    ],
  },
  {
    code: '11',
    domain: 'component',
    name_zh: '公用设施',
    name_en: 'Public fixtures',
    categories: [
      category('c1101', '路灯', 'Street lamp', ['work_day:1', 'work_day:2'], { usual: true }),
      category('c1102', '雨水井盖', 'Storm drain cover', ['urgent_hour:2', 'work_hour:4'], {
        usual: true,
      }),
      category('c1103', '户外健身设施', 'Outdoor fitness equipment', ['work_day:5']),
    ],
  },
];
export const categories = classes.flatMap((group) => group.categories);

export const WORDS = {
  e0101: '东门外垃圾桶满溢，袋子堆到了人行道上，已经两天没人清。',
  e0102: '地下车库入口积水约 20 厘米，车开不进去，下雨后一直没退。',
  e0103: '路口人行道砖碎了一大片，昨晚有老人差点绊倒。',
  e0104: '单元门上又贴满了小广告，昨天刚清过。',
  e0105: '花坛里都是落叶和饮料瓶。',
  e0201: '3 栋有人从二楼拉电线下来给电动车充电，插座就挂在雨棚下面。',
  e0202: '消防通道被两辆面包车堵住了，已经停了一整夜。',
  e0203: '4 单元楼道里堆了旧沙发和纸箱，上下楼要侧着身子。',
  e0204: '一楼楼道里燃气味很重，怀疑漏气。',
  e0301: '楼下烧烤摊凌晨一点还在放音响，孩子睡不着。',
  e0302: '楼上卫生间漏水到我家厨房，物业来过一次没有修好。',
  e0303: '有人遛大型犬不拴绳，小孩在旁边玩很害怕。',
  c1101: '小区东门路灯不亮三天了，晚上看不清台阶。',
  c1102: '雨水井盖翘起来一角，电动车压过去很响。',
  c1103: '健身步道的单杠松了，摇得厉害。',
};
export const PEOPLE = [
  '陈立民',
  '何秀芬',
  '林志强',
  '吴小燕',
  '罗建平',
  '钟惠玲',
  '黄国栋',
  '谢文静',
];
export const ORGANISATIONS = ['城管执法队', '水务管理所', '市政养护中心', '和兴物业', '消防服务站'];
