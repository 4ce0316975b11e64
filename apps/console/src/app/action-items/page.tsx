import { ActionItemsPage } from '@/features/action-items/list-page';

export default ActionItemsPage;
